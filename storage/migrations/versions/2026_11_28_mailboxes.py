"""Sign-ups are counted by mailbox: a+1@ and a+2@ are one

Revision ID: 2026_11_28_mailboxes
Revises: 2026_11_28_salts
Create Date: 2026-11-28 20:30:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_mailboxes'
down_revision = '2026_11_28_salts'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('application', sa.Column('mailbox', sa.String(), server_default='', nullable=False))
    # Sign-ups are counted over one day only. For that day, the address will do as the mailbox.
    op.execute("UPDATE application SET mailbox = email_key")
    op.drop_index('ix_application_email_key_created_at', 'application')
    op.create_index('ix_application_mailbox_created_at', 'application', ['mailbox', 'created_at'])


def downgrade() -> None:
    op.drop_index('ix_application_mailbox_created_at', 'application')
    op.create_index('ix_application_email_key_created_at', 'application', ['email_key', 'created_at'])
    op.drop_column('application', 'mailbox')
