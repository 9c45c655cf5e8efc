"""Agreements of companies with who said yes to which version, and when people are asked if they are free

Revision ID: 2026_11_29_agreements
Revises: 2026_11_29_profiles
Create Date: 2026-11-29 02:30:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_agreements'
down_revision = '2026_11_29_profiles'
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_sortable = sa.String().with_variant(sa.String(collation='C'), 'postgresql')


def upgrade() -> None:
    op.create_table('agreement',
    sa.Column('id', _id, nullable=False),
    sa.Column('number', _id, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_agreement_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement')),
    sa.UniqueConstraint('workspace_id', 'number', name=op.f('uq_agreement_workspace_id_number')),
    sa.UniqueConstraint('workspace_id', 'digest', name=op.f('uq_agreement_workspace_id_digest')),
    sqlite_autoincrement=True
    )
    op.create_table('agreed',
    sa.Column('id', _id, nullable=False),
    sa.Column('contact_id', _id, nullable=False),
    sa.Column('agreement_id', _id, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_agreed_agreement_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_agreed_contact_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_agreed_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreed')),
    sa.UniqueConstraint('workspace_id', 'contact_id', 'agreement_id', name=op.f('uq_agreed_workspace_id_contact_id_agreement_id')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_agreed_contact_id', 'agreed', ['contact_id'])
    # a foreign key would need a copy of the table on SQLite; agreements are never deleted but with the workspace
    op.add_column('application', sa.Column('agreement_id', _id, nullable=True))
    op.add_column('contact', sa.Column('free_key', _sortable, server_default='9999-99-99', nullable=False))
    op.add_column('contact', sa.Column('free_asked_at', sa.DateTime(timezone=True), nullable=True))
    here = sa.text('archived_at IS NULL')
    op.create_index(
        'ix_contact_by_free', 'contact', ['workspace_id', 'free_key', 'sort_key', 'id'],
        sqlite_where=here, postgresql_where=here,
    )
    op.create_index('ix_profile_free', 'profile', ['workspace_id', 'free_said_at', 'free_from', 'contact_id'])
    op.drop_index('ix_profile_free_from', 'profile')
    _ask_everybody()


def _ask_everybody() -> None:
    """Enqueue what reckons when the contacts of each workspace are asked for the first time."""
    workspace = sa.table('workspace', sa.column('id', _id), sa.column('created_at', sa.DateTime(timezone=True)))
    columns = ('workspace_id', 'wanted', 'attempts', 'bugs', 'lost', 'priority')
    texts = ('lane', 'kind', 'key', 'state')
    outbox = sa.table(
        'outbox', *(sa.column(name, _id) for name in columns), *(sa.column(name, sa.String()) for name in texts),
        sa.column('payload', sa.JSON()), sa.column('created_at', sa.DateTime(timezone=True)),
        sa.column('due_at', sa.DateTime(timezone=True)),
    )
    for workspace_id, since in op.get_bind().execute(sa.select(workspace.c.id, workspace.c.created_at)).all():
        op.execute(outbox.insert().values(
            workspace_id=workspace_id, lane='quiet', kind='availability_review',
            key=f'{workspace_id}:availability_review:0', payload={'after': 0}, priority=10, state='queued',
            created_at=since, due_at=since, wanted=1, attempts=0, bugs=0, lost=0,
        ))


def downgrade() -> None:
    op.create_index('ix_profile_free_from', 'profile', ['workspace_id', 'free_from'])
    op.drop_index('ix_profile_free', 'profile')
    op.drop_index('ix_contact_by_free', 'contact')
    op.drop_column('contact', 'free_asked_at')
    op.drop_column('contact', 'free_key')
    op.drop_column('application', 'agreement_id')
    op.drop_table('agreed')
    op.drop_table('agreement')
