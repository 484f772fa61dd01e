"""Add resources, what was reused, and the index for search"""

import sqlite3

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime
from alembic import op

from storage.search import fold

revision = '0014_library'
down_revision = '0017_monday'

SQLITE = (
    """CREATE VIRTUAL TABLE search_text USING fts5(
    words, content='search_entry', content_rowid='id', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'")""",
    """CREATE TRIGGER search_text_in AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_text(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER search_text_out AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_text(search_text, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER search_text_anew AFTER UPDATE ON search_entry BEGIN
    INSERT INTO search_text(search_text, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO search_text(rowid, words) VALUES (new.id, new.words); END""",
)
ERASING = "INSERT INTO search_text(search_text, rank) VALUES ('secure-delete', 1)"
POSTGRESQL = ("CREATE INDEX search_text ON search_entry USING gin (array_to_tsvector(string_to_array(words, ' ')))",)
KNOWN = (
    """SELECT edition_id, team_id, 'insight' AS source, id AS source_id,
    CASE WHEN state = 'released' THEN sharing ELSE 'workspace' END AS sharing, text, at
    FROM insight WHERE state <> 'retracted'""",
    """SELECT loop.edition_id, team_id, 'checkin' AS source, checkin.id AS source_id, sharing, learned AS text,
    answered_at AS at FROM checkin JOIN loop ON loop.id = loop_id
    WHERE checkin.state = 'received' AND learned <> '' AND answered_at IS NOT NULL""",
)
ENTRY = sa.text("""INSERT INTO search_entry (edition_id, team_id, source, source_id, kind, sharing, title, text, words, at)
    VALUES (:edition_id, :team_id, :source, :source_id, :source, :sharing, '', :text, :words, :at)""")


def upgrade() -> None:
    op.create_table('resource',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.Column('sharing', sa.Enum('workspace', 'edition, no names', 'edition, named', 'public', name='sharing', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('shown', 'expired', 'removed', name='resourcestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_resource_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_resource_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_resource_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource'))
    )
    with op.batch_alter_table('resource', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_resource_edition_id'), ['edition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_resource_last_day'), ['last_day'], unique=False)

    op.create_table('search_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('sharing', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_search_entry_edition_id_edition')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_search_entry_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entry')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_search_entry_source_source_id'))
    )
    with op.batch_alter_table('search_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_entry_edition_id'), ['edition_id'], unique=False)

    op.create_table('insight_reuse',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('insight_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('how', sa.Enum('adopted', 'adapted', 'decided against', name='reusehow', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('line', sa.String(), nullable=False),
    sa.Column('sharing', sa.Enum('workspace', 'edition, no names', 'edition, named', 'public', name='sharing', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['insight_id'], ['insight.id'], name=op.f('fk_insight_reuse_insight_id_insight')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_insight_reuse_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_insight_reuse_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_insight_reuse')),
    sa.UniqueConstraint('insight_id', 'team_id', name=op.f('uq_insight_reuse_insight_id_team_id'))
    )
    with op.batch_alter_table('insight', schema=None) as batch_op:
        batch_op.add_column(sa.Column('revision', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('hidden', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('insight_release', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wish', sa.String(), nullable=False, server_default=''))

    bind = op.get_bind()
    for words in POSTGRESQL if bind.dialect.name == 'postgresql' else SQLITE:
        op.execute(words)
    if bind.dialect.name == 'sqlite' and sqlite3.sqlite_version_info >= (3, 42):
        op.execute(ERASING)
    for rows in KNOWN:
        for row in bind.execute(sa.text(rows)).mappings().all():
            bind.execute(ENTRY, {**row, 'words': ' '.join(fold(row['text']))})


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('DROP TABLE search_text')
    with op.batch_alter_table('insight_release', schema=None) as batch_op:
        batch_op.drop_column('wish')
    with op.batch_alter_table('insight', schema=None) as batch_op:
        batch_op.drop_column('hidden')
        batch_op.drop_column('revision')
    op.drop_table('insight_reuse')
    op.drop_table('search_entry')
    op.drop_table('resource')
