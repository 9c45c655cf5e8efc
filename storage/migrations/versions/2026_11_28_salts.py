"""A salt for each row that links or emails name

Existing rows get none: links emailed before still open them, and open no row made later. The columns are
added without touching rows, which is quick for any number of them.

Revision ID: 2026_11_28_salts
Revises: 2026_11_25_hires
Create Date: 2026-11-28 20:50:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_salts'
down_revision = '2026_11_25_hires'
branch_labels = None
depends_on = None

SALTED = ('contact', 'invitation', 'link', 'application', 'hire', 'outbox')


def upgrade() -> None:
    for table in SALTED:
        op.add_column(table, sa.Column('salt', sa.String(), nullable=True))


def downgrade() -> None:
    for table in SALTED:
        op.drop_column(table, 'salt')
