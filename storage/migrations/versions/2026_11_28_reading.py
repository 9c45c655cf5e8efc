"""How a file was read: its sheet, its encodings and its columns, and which sheet is wanted

Revision ID: 2026_11_28_reading
Revises: 2026_11_28_spellings
Create Date: 2026-11-28 23:50:00
"""
from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_reading'
down_revision = '2026_11_28_spellings'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The previous version still adds rows meanwhile, without these columns.
    op.add_column('import', sa.Column('sheet_wanted', sa.String(), nullable=True))
    op.add_column('import', sa.Column('reading', sa.JSON(), server_default='{}', nullable=False))


def downgrade() -> None:
    op.drop_column('import', 'reading')
    op.drop_column('import', 'sheet_wanted')
