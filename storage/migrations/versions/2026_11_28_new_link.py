"""When an invited person asked for a new link in place of an expired one

Revision ID: 2026_11_28_new_link
Revises: 2026_11_28_states
Create Date: 2026-11-28 23:50:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_new_link'
down_revision = '2026_11_28_states'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('invitation', sa.Column('new_link_asked_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('invitation', 'new_link_asked_at')
