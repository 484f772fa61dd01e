"""Add the marking emoji, marks on posts, and what else search finds"""

import sqlalchemy as sa
from alembic import op

from storage.search import fold

revision = '0019_marks'
down_revision = '0011_checkins'

KNOWN = (
    """SELECT ask.edition_id, ask_answer.team_id, 'ask_answer' AS source, ask_answer.id AS source_id, 'ask' AS kind,
    '' AS title, ask.text AS asked, ask_answer.text, ask.sharing AS first, ask_answer.sharing AS second, ask_answer.at
    FROM ask_answer JOIN ask ON ask.id = ask_id
    WHERE ask_answer.useful AND ask_answer.text <> '' AND ask_answer.team_id IS NOT NULL
    AND ask.sharing <> 'workspace' AND ask_answer.sharing <> 'workspace'
    AND (ask.help_from IS NULL OR ask.help_from = 'other workspaces')""",
    """SELECT loop.edition_id, challenge.team_id, 'loop_run' AS source, loop_run.id AS source_id, 'card' AS kind,
    loop.number AS title, loop_run.learned AS asked, loop_run.next_step AS text,
    'workspace' AS first, 'workspace' AS second, loop_run.call_at AS at
    FROM loop_run JOIN loop ON loop.id = loop_id JOIN workspace ON workspace.id = workspace_id
    JOIN challenge ON challenge.id = workspace.challenge_id
    WHERE loop_run.card_revision > 0 AND loop_run.learned <> ''""",
)
LEVELS = ['workspace', 'edition, no names', 'edition, named', 'public']
ENTRY = sa.text("""INSERT INTO search_entry (edition_id, team_id, source, source_id, kind, sharing, title, text, words, at)
    VALUES (:edition_id, :team_id, :source, :source_id, :kind, :sharing, :title, :text, :words, :at)""")


def upgrade() -> None:
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.add_column(sa.Column('marking', sa.String(), nullable=False, server_default='bulb'))
    with op.batch_alter_table('insight_mark', schema=None) as batch_op:
        batch_op.add_column(sa.Column('post_id', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('team_ids', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.alter_column('author_id', existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_foreign_key(batch_op.f('fk_insight_mark_post_id_delivery'), 'delivery', ['post_id'], ['id'])
    bind = op.get_bind()
    for rows in KNOWN:
        for row in bind.execute(sa.text(rows)).mappings().all():
            bind.execute(ENTRY, _entry(dict(row)))


def _entry(row: dict[str, object]) -> dict[str, object]:
    title = f"Loop {row['title']}" if row['kind'] == 'card' else ''
    text = '\n'.join(str(part) for part in (row['asked'], row['text']) if part)
    sharing = min(str(row['first']), str(row['second']), key=LEVELS.index)
    words = ' '.join(fold(f'{title} {text} '))
    kept = {name: row[name] for name in ('edition_id', 'team_id', 'source', 'source_id', 'kind', 'at')}
    return kept | {'title': title, 'text': text, 'sharing': sharing, 'words': words}


def downgrade() -> None:
    op.execute("DELETE FROM search_entry WHERE kind IN ('ask', 'card')")
    op.execute('DELETE FROM insight_mark WHERE author_id IS NULL')
    with op.batch_alter_table('insight_mark', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_insight_mark_post_id_delivery'), type_='foreignkey')
        batch_op.alter_column('author_id', existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column('team_ids')
        batch_op.drop_column('post_id')
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.drop_column('marking')
