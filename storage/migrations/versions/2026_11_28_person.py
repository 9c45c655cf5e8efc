"""A person's rights: why an address is suppressed, who left, traces in Slack, other addresses, kept jobs

Revision ID: 2026_11_28_person
Revises: 2026_11_28_suspects
Create Date: 2026-11-28 23:40:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_person'
down_revision = '2026_11_28_suspects'
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_when = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column('suppression', sa.Column('reason', sa.String(length=40), server_default='stopped', nullable=False))
    op.add_column('contact', sa.Column('left_at', _when, nullable=True))
    op.add_column('workspace', sa.Column('emptying_asked_by', sa.String(), nullable=True))
    op.add_column('workspace', sa.Column('emptying_at', _when, nullable=True))
    op.add_column('contact', sa.Column('farewell_id', _id, nullable=True))
    op.create_index(op.f('ix_contact_farewell_id'), 'contact', ['farewell_id'])
    op.create_table('farewell',
    sa.Column('id', _id, nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('leaves_at', _when, nullable=False),
    sa.Column('created_at', _when, nullable=False),
    sa.Column('decided_by', sa.String(), nullable=True),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('ts', sa.String(), nullable=True),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_farewell_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_farewell')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_farewell_workspace_id_leaves_at', 'farewell', ['workspace_id', 'leaves_at'])
    op.create_table('trace',
    sa.Column('id', _id, nullable=False),
    sa.Column('contact_id', _id, nullable=True),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('ts', sa.String(), nullable=True),
    sa.Column('file_id', sa.String(), nullable=True),
    sa.Column('created_at', _when, nullable=False),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_trace_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trace')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_trace_workspace_id_contact_id', 'trace', ['workspace_id', 'contact_id'])
    op.create_table('address_claim',
    sa.Column('id', _id, nullable=False),
    sa.Column('salt', sa.String(), nullable=True),
    sa.Column('contact_id', _id, nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('email_key', sa.String(), nullable=False),
    sa.Column('created_at', _when, nullable=False),
    sa.Column('confirmed_at', _when, nullable=True),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_address_claim_contact_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_address_claim_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address_claim')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_address_claim_contact_id'), 'address_claim', ['contact_id'])
    op.create_index(op.f('ix_address_claim_email_key'), 'address_claim', ['email_key'])
    op.create_table('erased_job',
    sa.Column('id', _id, nullable=False),
    sa.Column('start', sa.Date(), nullable=False),
    sa.Column('end', sa.Date(), nullable=True),
    sa.Column('rate', sa.String(length=40), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('per', sa.String(length=40), nullable=False),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_erased_job_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erased_job')),
    sqlite_autoincrement=True
    )


def downgrade() -> None:
    op.drop_table('erased_job')
    op.drop_table('address_claim')
    op.drop_table('trace')
    op.drop_column('workspace', 'emptying_at')
    op.drop_column('workspace', 'emptying_asked_by')
    op.drop_column('contact', 'left_at')
    op.drop_index(op.f('ix_contact_farewell_id'), 'contact')
    op.drop_column('contact', 'farewell_id')
    op.drop_table('farewell')
    # the previous version would take who came back for somebody who stopped all email
    op.execute("DELETE FROM suppression WHERE reason = 'returned'")
    op.drop_column('suppression', 'reason')
