"""Which database this is, so that a restored one is noticed

Revision ID: 2026_11_28_epoch
Revises: 2026_11_28_mailboxes
Create Date: 2026-11-28 20:50:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_epoch'
down_revision = '2026_11_28_mailboxes'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('epoch',
    sa.Column('id', KEY, nullable=False),
    sa.Column('database', sa.String(), nullable=False),
    sa.Column('starts', KEY, nullable=False),
    sa.Column('copied_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_epoch')),
    sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table('epoch')
