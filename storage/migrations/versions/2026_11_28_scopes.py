"""What each installation was granted

It is learned when the app is installed, or when the program starts with a token of its own; until then it is not known.

Revision ID: 2026_11_28_scopes
Revises: 2026_11_28_expired
Create Date: 2026-11-28 21:45:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_scopes'
down_revision = '2026_11_28_expired'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('workspace', sa.Column('scopes', sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column('workspace', 'scopes')
