"""Keep what a facilitator writes by hand, and who saw to a signal"""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime
from alembic import op

revision = '0017_monday'
down_revision = '0016_links'


def upgrade() -> None:
    op.create_table('note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('signal_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_note_by_id_person')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_note_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_note_person_id_person')),
    sa.ForeignKeyConstraint(['signal_id'], ['signal.id'], name=op.f('fk_note_signal_id_signal')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_note_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note'))
    )
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_note_edition_id'), ['edition_id'], unique=False)

    with op.batch_alter_table('signal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('settled_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('snoozed_until', UTCDateTime(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_signal_settled_by_id_person'), 'person', ['settled_by_id'], ['id'])


def downgrade() -> None:
    op.drop_table('note')
    with op.batch_alter_table('signal', schema=None) as batch_op:
        batch_op.drop_constraint('fk_signal_settled_by_id_person', type_='foreignkey')
        batch_op.drop_column('snoozed_until')
        batch_op.drop_column('settled_by_id')
