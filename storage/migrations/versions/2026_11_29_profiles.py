"""Profiles: what is said about a contact's work, terms to filter by, and CVs

Revision ID: 2026_11_29_profiles
Revises: 2026_11_29_lists
Create Date: 2026-11-29 02:40:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_profiles'
down_revision = '2026_11_29_lists'
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_when = sa.DateTime(timezone=True)
_sortable = sa.String().with_variant(sa.String(collation='C'), 'postgresql')


def upgrade() -> None:
    op.add_column('contact', sa.Column('profile_key', sa.Text(), server_default='', nullable=False))
    op.add_column('application', sa.Column('profile', sa.JSON(), nullable=True))
    op.add_column('import_row', sa.Column('profile', sa.JSON(), nullable=True))
    op.add_column('import_row', sa.Column('profile_before', sa.JSON(), nullable=True))
    op.create_table('profile',
    sa.Column('contact_id', _id, nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('links', sa.JSON(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('rate', sa.String(length=40), nullable=True),
    sa.Column('currency', sa.String(), nullable=True),
    sa.Column('per', sa.String(length=40), nullable=True),
    sa.Column('rate_rank', _id, nullable=True),
    sa.Column('free_from', sa.Date(), nullable=True),
    sa.Column('days_a_week', _id, nullable=True),
    sa.Column('free_said_at', _when, nullable=True),
    sa.Column('cv_size', _id, nullable=True),
    sa.Column('cv_given_at', _when, nullable=True),
    sa.Column('said', sa.JSON(), nullable=False),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_profile_contact_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_profile_workspace_id')),
    sa.PrimaryKeyConstraint('contact_id', name=op.f('pk_profile'))
    )
    op.create_index('ix_profile_rate', 'profile', ['workspace_id', 'currency', 'per', 'rate_rank'])
    op.create_index('ix_profile_free_from', 'profile', ['workspace_id', 'free_from'])
    op.create_index('ix_profile_cv_size', 'profile', ['workspace_id', 'cv_size'])
    op.create_table('profile_term',
    sa.Column('contact_id', _id, nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('term', _sortable, nullable=False),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_profile_term_contact_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_profile_term_workspace_id')),
    sa.PrimaryKeyConstraint('contact_id', 'kind', 'term', name=op.f('pk_profile_term'))
    )
    op.create_index('ix_profile_term_term', 'profile_term', ['workspace_id', 'kind', 'term', 'contact_id'])
    op.create_table('cv',
    sa.Column('contact_id', _id, nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_cv_contact_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_cv_workspace_id')),
    sa.PrimaryKeyConstraint('contact_id', name=op.f('pk_cv'))
    )


def downgrade() -> None:
    op.drop_table('cv')
    op.drop_table('profile_term')
    op.drop_table('profile')
    op.drop_column('import_row', 'profile_before')
    op.drop_column('import_row', 'profile')
    op.drop_column('application', 'profile')
    op.drop_column('contact', 'profile_key')
