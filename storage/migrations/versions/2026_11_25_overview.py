"""The overview: sorting and searching contacts, notes, and what each Home tab shows

The search index is made by hand, since models cannot describe it: trigrams over search_key on PostgreSQL, and
the full-text table contact_search with triggers on SQLite. A migration that rebuilds the table contact (as
alembic's batches do) must rebuild both.

The keys are computed by copies of the functions as they were on that day, so that an old database always gets
the same rows.

Revision ID: 2026_11_25_overview
Revises: 2026_11_25_requests
Create Date: 2026-11-25 14:30:00
"""
import re
import unicodedata

from alembic import op
import sqlalchemy as sa


revision = '2026_11_25_overview'
down_revision = '2026_11_25_requests'
branch_labels = None
depends_on = None

AT_ONCE = 5_000
UNTAGGED = '\U0010ffff'
SORTABLE = sa.String().with_variant(sa.String(collation='C'), 'postgresql')

FULL_TEXT = (
    """CREATE VIRTUAL TABLE contact_search
    USING fts5(search_key, content='contact', content_rowid='id', tokenize='trigram case_sensitive 1')""",
    "INSERT INTO contact_search (contact_search) VALUES ('rebuild')",
    """CREATE TRIGGER contact_search_added AFTER INSERT ON contact BEGIN
        INSERT INTO contact_search (rowid, search_key) VALUES (new.id, new.search_key);
    END""",
    """CREATE TRIGGER contact_search_removed AFTER DELETE ON contact BEGIN
        INSERT INTO contact_search (contact_search, rowid, search_key) VALUES ('delete', old.id, old.search_key);
    END""",
    """CREATE TRIGGER contact_search_changed AFTER UPDATE OF search_key ON contact
    WHEN old.search_key != new.search_key BEGIN
        INSERT INTO contact_search (contact_search, rowid, search_key) VALUES ('delete', old.id, old.search_key);
        INSERT INTO contact_search (rowid, search_key) VALUES (new.id, new.search_key);
    END""",
)
TRIGRAMS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX contact_search ON contact USING gin (search_key gin_trgm_ops)",
)

SPELLED = str.maketrans(
    {
        'ø': 'o',
        'đ': 'd',
        'ł': 'l',
        'ħ': 'h',
        'ŧ': 't',
        'ı': 'i',
        'ð': 'd',
        'ŋ': 'n',
        'ĸ': 'k',
        'æ': 'ae',
        'œ': 'oe',
        'þ': 'th',
        'ə': 'e',
        'ĳ': 'ij',
        **{chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)},  # Katakana as Hiragana
    }
)
ACCENTS = re.compile(
    '[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff]'
)
APOSTROPHES = re.compile("['’‘`´ʼ.]")


def on_sqlite() -> bool:
    return op.get_bind().dialect.name == 'sqlite'


def upgrade() -> None:
    op.add_column('contact', sa.Column('sort_key', SORTABLE, server_default='', nullable=False))
    op.add_column('contact', sa.Column('search_key', sa.Text(), server_default='', nullable=False))
    op.add_column('contact', sa.Column('first_tag', SORTABLE, server_default=UNTAGGED, nullable=False))
    op.add_column('import_row', sa.Column('sort_key', sa.String(), server_default='', nullable=False))
    op.add_column('import_row', sa.Column('search_key', sa.String(), server_default='', nullable=False))
    op.add_column('tag', sa.Column('search_key', SORTABLE, server_default='', nullable=False))
    fill_keys()
    not_archived, archived = sa.text('archived_at IS NULL'), sa.text('archived_at IS NOT NULL')
    for name, columns, where in (
        ('by_name', ['workspace_id', 'sort_key', 'id'], not_archived),
        ('by_status', ['workspace_id', 'status', 'sort_key', 'id'], not_archived),
        ('by_tag', ['workspace_id', 'first_tag', 'sort_key', 'id'], not_archived),
        ('archived', ['workspace_id', 'sort_key', 'id'], archived),
        ('newest', ['workspace_id', 'created_at', 'id'], None),
        ('changed', ['workspace_id', 'status_at', 'id'], None),
        ('invited_by', ['workspace_id', 'invited_by'], None),
    ):
        op.create_index(f'ix_contact_{name}', 'contact', columns, sqlite_where=where, postgresql_where=where)
    op.drop_index('ix_contact_workspace_id_status', 'contact')
    failed = sa.text("state = 'failed'")
    op.create_index('ix_outbox_failed', 'outbox', ['workspace_id', 'contact_id'], sqlite_where=failed, postgresql_where=failed)
    for statement in FULL_TEXT if on_sqlite() else TRIGRAMS:
        op.execute(statement)
    op.create_table('note',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contact_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('author', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('workspace_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_note_contact_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_note_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_note_contact_id'), 'note', ['contact_id'])
    op.create_table('home_tab',
    sa.Column('workspace_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.Column('sort', sa.String(), nullable=False),
    sa.Column('place', sa.JSON(), nullable=True),
    sa.Column('fresh', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_home_tab_workspace_id')),
    sa.PrimaryKeyConstraint('workspace_id', 'user_id', name=op.f('pk_home_tab'))
    )
    op.create_index('ix_home_tab_seen', 'home_tab', ['workspace_id', 'seen_at'])


def fill_keys() -> None:
    """Fill in the keys of existing rows.

    Rows that the previous version adds meanwhile get them at their next change.
    """
    connection = op.get_bind()
    fill_keys_of('contact')
    fill_keys_of('import_row')
    tag = sa.table('tag', *map(sa.column, ('id', 'name', 'search_key')))
    for row in connection.execute(sa.select(tag.c.id, tag.c.name)).all():
        connection.execute(tag.update().where(tag.c.id == row.id).values(search_key=search_key(row.name)))
    op.execute("""UPDATE contact SET first_tag = (
        SELECT min(tag.search_key) FROM contact_tag JOIN tag ON tag.id = contact_tag.tag_id WHERE contact_tag.contact_id = contact.id
    ) WHERE EXISTS (SELECT 1 FROM contact_tag WHERE contact_tag.contact_id = contact.id)""")


def fill_keys_of(name: str) -> None:
    connection, last = op.get_bind(), 0
    table = sa.table(name, *map(sa.column, ('id', 'name', 'email', 'email_key', 'sort_key', 'search_key')))
    some = sa.select(table.c.id, table.c.name, table.c.email, table.c.email_key).order_by(table.c.id).limit(AT_ONCE)
    change = table.update().where(table.c.id == sa.bindparam('row'))
    while rows := connection.execute(some.where(table.c.id > last)).all():
        connection.execute(
            change.values(sort_key=sa.bindparam('sort_key'), search_key=sa.bindparam('search_key')),
            [{'row': row.id, **contact_keys(row.name, row.email, row.email_key)} for row in rows],
        )
        last = rows[-1].id


def contact_keys(name: str, email: str, email_key: str) -> dict[str, str]:
    addresses = dict.fromkeys((fold(email), email_key))
    return {
        'sort_key': letters(fold(name)),
        'search_key': search_key(name) + ''.join(f' {each}' for each in addresses),
    }


def search_key(text: str) -> str:
    folded = fold(text)
    return ''.join(f' {part}' for part in dict.fromkeys((folded, letters(folded))) if part)


def fold(text: str) -> str:
    """Remove case, accents and width."""
    bare = ACCENTS.sub('', unicodedata.normalize('NFKD', text.casefold().translate(SPELLED)))
    return ' '.join(unicodedata.normalize('NFC', bare).casefold().translate(SPELLED).split())


def letters(folded: str) -> str:
    """Keep letters, their marks and digits, with single spaces between words.

    A name of symbols only stays as it is.
    """
    spaced = (char if unicodedata.category(char)[0] in 'LMN' else ' ' for char in APOSTROPHES.sub('', folded))
    return ' '.join(''.join(spaced).split()) or folded


def downgrade() -> None:
    op.drop_table('home_tab')
    op.drop_table('note')
    if on_sqlite():
        for trigger in ('added', 'removed', 'changed'):
            op.execute(f'DROP TRIGGER contact_search_{trigger}')
        op.execute('DROP TABLE contact_search')
    else:
        op.execute('DROP INDEX contact_search')
    op.drop_index('ix_outbox_failed', 'outbox')
    for name in ('by_name', 'by_status', 'by_tag', 'archived', 'newest', 'changed', 'invited_by'):
        op.drop_index(f'ix_contact_{name}', 'contact')
    op.create_index('ix_contact_workspace_id_status', 'contact', ['workspace_id', 'status'])
    op.drop_column('tag', 'search_key')
    for column in ('search_key', 'sort_key'):
        op.drop_column('import_row', column)
    for column in ('first_tag', 'search_key', 'sort_key'):
        op.drop_column('contact', column)
