"""The request that has enqueued work, and indexes for what monitors count

Revision ID: 2026_11_29_watched
Revises: 2026_11_29_agreements
Create Date: 2026-11-29 02:50:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_watched'
down_revision = '2026_11_29_agreements'
branch_labels = None
depends_on = None

_WAITING = "confirmed_at IS NOT NULL AND decided_at IS NULL"
_HELD = "state = 'held'"


def upgrade() -> None:
    op.add_column('outbox', sa.Column('request', sa.String(), nullable=True))
    op.create_index(
        'ix_outbox_held', 'outbox', ['lane'], sqlite_where=sa.text(_HELD), postgresql_where=sa.text(_HELD)
    )
    op.create_index(
        'ix_application_waiting', 'application', ['confirmed_at', 'contact_id'],
        sqlite_where=sa.text(_WAITING), postgresql_where=sa.text(_WAITING),
    )


def downgrade() -> None:
    op.drop_index('ix_application_waiting', table_name='application')
    op.drop_index('ix_outbox_held', table_name='outbox')
    op.drop_column('outbox', 'request')
