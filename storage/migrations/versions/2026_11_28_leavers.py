"""Colleagues who left or are away, and user groups of hiring managers

Revision ID: 2026_11_28_leavers
Revises: 2026_11_28_new_link
Create Date: 2026-11-28 23:40:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_leavers'
down_revision = '2026_11_28_new_link'
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('departure',
    sa.Column('id', _id, nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('heir', sa.String(), nullable=False),
    sa.Column('passed', sa.JSON(), nullable=False),
    sa.Column('links_kept_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('links_kept_by', sa.String(), nullable=True),
    sa.Column('posts', sa.JSON(), nullable=False),
    sa.Column('workspace_id', _id, nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_departure_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_departure')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_departure_user_id', 'departure', ['workspace_id', 'user_id'])
    op.create_table('absence',
    sa.Column('workspace_id', _id, nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('deputy', sa.String(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_absence_workspace_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'user_id', name=op.f('pk_absence'))
    )
    op.create_table('user_group',
    sa.Column('workspace_id', _id, nullable=False),
    sa.Column('group_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('handle', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_user_group_workspace_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'group_id', name=op.f('pk_user_group'))
    )
    op.create_table('group_member',
    sa.Column('workspace_id', _id, nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('group_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_group_member_workspace_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'user_id', 'group_id', name=op.f('pk_group_member'))
    )


def downgrade() -> None:
    op.drop_table('group_member')
    op.drop_table('user_group')
    op.drop_table('absence')
    op.drop_table('departure')
