"""Title and photo of a colleague, for the emails in their name

Revision ID: 2026_11_29_faces
Revises: 2026_11_29_today
Create Date: 2026-11-29 02:40:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_faces'
down_revision = '2026_11_29_today'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('member', sa.Column('title', sa.String(), nullable=True))
    op.add_column('member', sa.Column('photo', sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column('member', 'photo')
    op.drop_column('member', 'title')
