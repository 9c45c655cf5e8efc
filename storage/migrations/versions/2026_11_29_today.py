"""Answers since yesterday and invitations about to end are found by whose they are

Revision ID: 2026_11_29_today
Revises: 2026_11_28_leavers
Create Date: 2026-11-29 02:30:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_29_today'
down_revision = '2026_11_28_leavers'
branch_labels = None
depends_on = None

ANSWERED = sa.text('answered_at IS NOT NULL')
UNANSWERED = sa.text('answered_at IS NULL AND withdrawn_at IS NULL AND expired_at IS NULL')


def upgrade() -> None:
    op.create_index('ix_invitation_answered', 'invitation', ['workspace_id', 'invited_by', 'answered_at'],
                    sqlite_where=ANSWERED, postgresql_where=ANSWERED)
    op.create_index('ix_invitation_ending', 'invitation', ['workspace_id', 'invited_by', 'expires_at'],
                    sqlite_where=UNANSWERED, postgresql_where=UNANSWERED)


def downgrade() -> None:
    op.drop_index('ix_invitation_ending', 'invitation')
    op.drop_index('ix_invitation_answered', 'invitation')
