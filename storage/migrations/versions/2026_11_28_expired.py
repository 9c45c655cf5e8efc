"""What has expired is marked, so that it stays expired when the clock is set back

Revision ID: 2026_11_28_expired
Revises: 2026_11_28_epoch
Create Date: 2026-11-28 21:50:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_expired'
down_revision = '2026_11_28_epoch'
branch_labels = None
depends_on = None

TABLES = ('invitation', 'link', 'application')
NOT_EXPIRED = sa.text('expired_at IS NULL')
UNCONFIRMED = sa.text('confirmed_at IS NULL AND expired_at IS NULL')


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column('expired_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_invitation_expiring', 'invitation', ['expires_at'], sqlite_where=NOT_EXPIRED, postgresql_where=NOT_EXPIRED)
    op.create_index('ix_application_expiring', 'application', ['created_at'], sqlite_where=UNCONFIRMED, postgresql_where=UNCONFIRMED)


def downgrade() -> None:
    op.drop_index('ix_application_expiring', 'application')
    op.drop_index('ix_invitation_expiring', 'invitation')
    for table in TABLES:
        op.drop_column(table, 'expired_at')
