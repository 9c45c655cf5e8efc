"""Messages that ask people of one workspace on behalf of another

Revision ID: 2026_11_25_requests
Revises: 2026_11_25_installs
Create Date: 2026-11-25 14:49:06.984087
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_25_requests'
down_revision = '2026_11_25_installs'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('request_card',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('ts', sa.String(), nullable=True),
    sa.Column('asked_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('invitation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('workspace_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['asked_by'], ['workspace.id'], name=op.f('fk_request_card_asked_by')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_request_card_invitation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_request_card_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_card')),
    sa.UniqueConstraint('workspace_id', 'invitation_id', 'recipient', name=op.f('uq_request_card_workspace_id_invitation_id_recipient')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('request_card', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_card_asked_by'), ['asked_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_card_invitation_id'), ['invitation_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('request_card', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_request_card_invitation_id'))
        batch_op.drop_index(batch_op.f('ix_request_card_asked_by'))

    op.drop_table('request_card')
