"""Whether a sign-up link's channel is known to be private

Revision ID: 2026_11_29_private_channels
Revises: 2026_11_29_watched
Create Date: 2026-11-29 08:40:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_private_channels'
down_revision = '2026_11_29_watched'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'link', sa.Column('channel_private', sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column('link', 'channel_private')
