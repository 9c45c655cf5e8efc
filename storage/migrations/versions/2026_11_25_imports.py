"""Imports of files, and what they leave in invitations and the outbox

Revision ID: 2026_11_25_imports
Revises: 2026_11_23_links
Create Date: 2026-11-25 14:29:32.835621
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_25_imports'
down_revision = '2026_11_23_links'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('import_offer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('file_id', sa.String(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('shared_by', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('thread_ts', sa.String(), nullable=True),
    sa.Column('ts', sa.String(), nullable=True),
    sa.Column('problem', sa.String(), nullable=True),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('workspace_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_import_offer_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_offer')),
    sa.UniqueConstraint('workspace_id', 'file_id', 'channel', name=op.f('uq_import_offer_workspace_id_file_id_channel')),
    sqlite_autoincrement=True
    )
    op.create_table('import',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('offer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.Column('state', sa.Enum('reading', 'unreadable', 'columns', 'review', 'running', 'sending', 'done', 'undoing', 'undone', 'given up', name='importstate', native_enum=False, length=40), nullable=False),
    sa.Column('problem', sa.String(), nullable=True),
    sa.Column('file_id', sa.String(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('file_hash', sa.String(), nullable=True),
    sa.Column('encoding', sa.String(), nullable=True),
    sa.Column('encoding_wanted', sa.String(), nullable=True),
    sa.Column('header', sa.JSON(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('columns_wanted', sa.JSON(), nullable=False),
    sa.Column('left_out', sa.String(), nullable=True),
    sa.Column('view_id', sa.String(), nullable=True),
    sa.Column('show', sa.String(), nullable=False),
    sa.Column('find', sa.String(), nullable=False),
    sa.Column('first_line', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('drawn', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('thread_ts', sa.String(), nullable=True),
    sa.Column('ts', sa.String(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.Column('reached_line', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stopped_by', sa.String(), nullable=True),
    sa.Column('undone_by', sa.String(), nullable=True),
    sa.Column('result', sa.JSON(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('workspace_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['offer_id'], ['import_offer.id'], name=op.f('fk_import_offer_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_import_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_offer_id'), ['offer_id'], unique=False)
        batch_op.create_index('ix_import_workspace_id_file_hash', ['workspace_id', 'file_hash'], unique=False)

    op.create_table('import_file',
    sa.Column('import_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('workspace_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['import.id'], name=op.f('fk_import_file_import_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_import_file_workspace_id')),
    sa.PrimaryKeyConstraint('import_id', name=op.f('pk_import_file'))
    )
    op.create_table('import_row',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('import_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('line', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('cells', sa.JSON(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('email_key', sa.String(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=True),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.Column('sought', sa.String(), nullable=False),
    sa.Column('kind', sa.Enum('new', 'again', 'contact', 'never', 'twice', 'bad', name='rowkind', native_enum=False, length=40), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('selected', sa.Boolean(), nullable=False),
    sa.Column('ticked', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('outcome', sa.Enum('invited', 'tagged', 'skipped', 'failed', name='rowoutcome', native_enum=False, length=40), nullable=True),
    sa.Column('detail', sa.String(), nullable=True),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('added_tags', sa.JSON(), nullable=True),
    sa.Column('kept', sa.String(), nullable=True),
    sa.Column('workspace_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['import.id'], name=op.f('fk_import_row_import_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_import_row_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_row')),
    sa.UniqueConstraint('import_id', 'line', name=op.f('uq_import_row_import_id_line')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.create_index('ix_import_row_contact_id', ['contact_id'], unique=False, sqlite_where=sa.text('contact_id IS NOT NULL'), postgresql_where=sa.text('contact_id IS NOT NULL'))

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('import_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('import_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_outbox_import_id_state', ['import_id', 'state'], unique=False, sqlite_where=sa.text('import_id IS NOT NULL'), postgresql_where=sa.text('import_id IS NOT NULL'))



def downgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_import_id_state', sqlite_where=sa.text('import_id IS NOT NULL'), postgresql_where=sa.text('import_id IS NOT NULL'))
        batch_op.drop_column('import_id')

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_column('import_id')

    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.drop_index('ix_import_row_contact_id', sqlite_where=sa.text('contact_id IS NOT NULL'), postgresql_where=sa.text('contact_id IS NOT NULL'))

    op.drop_table('import_row')
    op.drop_table('import_file')
    with op.batch_alter_table('import', schema=None) as batch_op:
        batch_op.drop_index('ix_import_workspace_id_file_hash')
        batch_op.drop_index(batch_op.f('ix_import_offer_id'))

    op.drop_table('import')
    op.drop_table('import_offer')
