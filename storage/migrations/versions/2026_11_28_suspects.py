"""Bugs of ours are counted apart from tries, and rows under way at more than one death are found

Revision ID: 2026_11_28_suspects
Revises: 2026_11_28_relay
Create Date: 2026-11-28 21:40:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_suspects'
down_revision = '2026_11_28_relay'
branch_labels = None
depends_on = None

SUSPECT = sa.text("state = 'queued' AND lost >= 2")


def upgrade() -> None:
    # The previous version still adds rows meanwhile, without this column.
    op.add_column('outbox', sa.Column('bugs', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'),
                                      server_default='0', nullable=False))
    op.create_index('ix_outbox_suspect', 'outbox', ['lane', 'priority', 'due_at'],
                    sqlite_where=SUSPECT, postgresql_where=SUSPECT)


def downgrade() -> None:
    op.drop_index('ix_outbox_suspect', 'outbox')
    op.drop_column('outbox', 'bugs')
