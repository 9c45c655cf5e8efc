"""Saved lists, and indexes for counting

Revision ID: 2026_11_29_lists
Revises: 2026_11_29_faces
Create Date: 2026-11-29 02:40:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_lists'
down_revision = '2026_11_29_faces'
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')

# {index: (table, columns, which rows)}
INDEXES = {
    'ix_contact_active': ('contact', ['workspace_id', 'status_at'], "status = 'active' AND archived_at IS NULL"),
    'ix_invitation_began': ('invitation', ['workspace_id', 'began_at'], 'began_at IS NOT NULL'),
    'ix_invitation_by_answer': ('invitation', ['workspace_id', 'answered_at', 'answer', 'began_at'], 'answered_at IS NOT NULL'),
    'ix_invitation_import': ('invitation', ['workspace_id', 'import_id', 'began_at', 'answered_at', 'answer'], 'import_id IS NOT NULL'),
    'ix_hire_answered': ('hire', ['workspace_id', 'answered_at'], 'answered_at IS NOT NULL'),
}


def upgrade() -> None:
    op.create_table('saved_list',
    sa.Column('id', _id, nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('name_key', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.Column('sort', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_saved_list_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_list')),
    sa.UniqueConstraint('workspace_id', 'owner', 'name_key', name=op.f('uq_saved_list_workspace_id_owner_name_key')),
    sqlite_autoincrement=True
    )
    op.create_table('list_star',
    sa.Column('list_id', _id, nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['list_id'], ['saved_list.id'], name=op.f('fk_list_star_list_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_list_star_workspace_id')),
    sa.PrimaryKeyConstraint('list_id', 'user_id', name=op.f('pk_list_star'))
    )
    op.create_table('list_match',
    sa.Column('list_id', _id, nullable=False),
    sa.Column('contact_id', _id, nullable=False),
    sa.Column('fresh', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_list_match_contact_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['list_id'], ['saved_list.id'], name=op.f('fk_list_match_list_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_list_match_workspace_id')),
    sa.PrimaryKeyConstraint('list_id', 'contact_id', name=op.f('pk_list_match'))
    )
    op.create_index('ix_list_match_contact_id', 'list_match', ['contact_id'])
    for name, (table, columns, which) in INDEXES.items():
        op.create_index(name, table, columns, sqlite_where=sa.text(which), postgresql_where=sa.text(which))


def downgrade() -> None:
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
    op.drop_table('list_match')
    op.drop_table('list_star')
    op.drop_table('saved_list')
