"""Workspaces that installed the app by OAuth

Revision ID: 2026_11_25_installs
Revises: 2026_11_25_imports
Create Date: 2026-11-25 14:17:37.689500
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_25_installs'
down_revision = '2026_11_25_imports'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('spent',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_spent'))
    )
    with op.batch_alter_table('spent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spent_at'), ['at'], unique=False)

    op.create_table('install',
    sa.Column('workspace_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('team_id', sa.String(), nullable=True),
    sa.Column('enterprise_id', sa.String(), nullable=True),
    sa.Column('token', sa.Text(), nullable=True),
    sa.Column('installed_by', sa.String(), nullable=True),
    sa.Column('installed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_install_workspace_id')),
    sa.PrimaryKeyConstraint('workspace_id', name=op.f('pk_install'))
    )
    with op.batch_alter_table('install', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_install_removed_at'), ['removed_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('install', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_install_removed_at'))

    op.drop_table('install')
    with op.batch_alter_table('spent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_spent_at'))

    op.drop_table('spent')
