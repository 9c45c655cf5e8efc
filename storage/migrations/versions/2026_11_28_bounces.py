"""Emails that came back, and new addresses that are to be confirmed

Revision ID: 2026_11_28_bounces
Revises: 2026_11_28_reading
Create Date: 2026-11-28 23:50:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_bounces'
down_revision = '2026_11_28_reading'
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('contact', sa.Column('bounced_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('contact', sa.Column('unconfirmed_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('contact', sa.Column('address_generation', _id, server_default='0', nullable=False))
    op.create_index('ix_outbox_bounced', 'outbox', ['workspace_id', 'contact_id'],
    sqlite_where=sa.text("state = 'bounced'"), postgresql_where=sa.text("state = 'bounced'"))
    op.create_table('bounce_count',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('reports', _id, nullable=False),
    sa.PrimaryKeyConstraint('kind', name=op.f('pk_bounce_count'))
    )


def downgrade() -> None:
    op.drop_table('bounce_count')
    op.drop_index('ix_outbox_bounced', 'outbox')
    op.drop_column('contact', 'address_generation')
    op.drop_column('contact', 'unconfirmed_at')
    op.drop_column('contact', 'bounced_at')
