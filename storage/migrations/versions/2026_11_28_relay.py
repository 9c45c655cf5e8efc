"""The relay's refusals: whose fault, its words, and the lane's pause

Revision ID: 2026_11_28_relay
Revises: 2026_11_28_scopes
Create Date: 2026-11-28 21:40:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_relay'
down_revision = '2026_11_28_scopes'
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('outbox', sa.Column('fault', sa.String(), nullable=True))
    op.add_column('outbox', sa.Column('reply', sa.String(), nullable=True))
    op.create_table('relay_trouble',
    sa.Column('lane', sa.String(), nullable=False),
    sa.Column('refusals', _id, nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('advice', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('run', sa.JSON(), nullable=False),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('probe_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('probe', _id, nullable=True),
    sa.Column('wait_seconds', _id, nullable=False),
    sa.Column('quick', _id, nullable=False),
    sa.Column('told', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('lane', name=op.f('pk_relay_trouble'))
    )


def downgrade() -> None:
    op.drop_table('relay_trouble')
    op.drop_column('outbox', 'reply')
    op.drop_column('outbox', 'fault')
