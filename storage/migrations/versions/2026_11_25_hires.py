"""Hires: offers and jobs, how often somebody was hired, and where people live in time

Revision ID: 2026_11_25_hires
Revises: 2026_11_25_overview
Create Date: 2026-11-25 19:00:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_25_hires'
down_revision = '2026_11_25_overview'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('contact', sa.Column('hires', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default='0', nullable=False))
    op.add_column('contact', sa.Column('hire_rank', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default='0', nullable=False))
    not_archived = sa.text('archived_at IS NULL')
    op.create_index('ix_contact_by_hires', 'contact', ['workspace_id', 'hire_rank', 'sort_key', 'id'], sqlite_where=not_archived, postgresql_where=not_archived)
    op.add_column('card', sa.Column('hire_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
    op.create_index(op.f('ix_card_hire_id'), 'card', ['hire_id'])
    op.add_column('member', sa.Column('tz_offset', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
    op.create_table('hire',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('rate', sa.String(length=40), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('per', sa.Enum('hour', 'day', 'week', 'month', 'fixed', name='per', native_enum=False, length=40), nullable=False),
    sa.Column('start', sa.Date(), nullable=False),
    sa.Column('end', sa.Date(), nullable=True),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('offered', 'accepted', 'ended', 'declined', 'cancelled', name='hirestate', native_enum=False, length=40), nullable=False),
    sa.Column('offered_by', sa.String(), nullable=False),
    sa.Column('request_key', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('let_end', sa.Boolean(), nullable=False),
    sa.Column('again', sa.Boolean(), nullable=True),
    sa.Column('asked_user', sa.String(), nullable=True),
    sa.Column('asked_channel', sa.String(), nullable=True),
    sa.Column('asked_ts', sa.String(), nullable=True),
    sa.Column('workspace_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_hire_contact_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_hire_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hire')),
    sa.UniqueConstraint('workspace_id', 'request_key', name=op.f('uq_hire_workspace_id_request_key')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_hire_contact_id', 'hire', ['contact_id', 'id'])
    accepted = sa.text("state = 'accepted'")
    op.create_index('ix_hire_current', 'hire', ['workspace_id', 'start', 'id'], sqlite_where=accepted, postgresql_where=accepted)


def downgrade() -> None:
    op.drop_table('hire')
    op.drop_column('member', 'tz_offset')
    op.drop_index(op.f('ix_card_hire_id'), 'card')
    op.drop_column('card', 'hire_id')
    op.drop_index('ix_contact_by_hires', 'contact')
    op.drop_column('contact', 'hire_rank')
    op.drop_column('contact', 'hires')
