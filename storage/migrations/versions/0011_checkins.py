"""Keep drafts of check-ins, who does what is next, and the line beside a light sealed"""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime
from alembic import op

revision = '0011_checkins'
down_revision = '0010_loops'


def upgrade() -> None:
    op.create_table('checkin_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('loop_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('box', sa.LargeBinary(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['loop_id'], ['loop.id'], name=op.f('fk_checkin_draft_loop_id_loop')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_checkin_draft_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_checkin_draft_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checkin_draft')),
    sa.UniqueConstraint('loop_id', 'team_id', 'person_id', name=op.f('uq_checkin_draft_loop_id_team_id_person_id'))
    )
    with op.batch_alter_table('checkin_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_checkin_draft_team_id'), ['team_id'], unique=False)

    with op.batch_alter_table('checkin', schema=None) as batch_op:
        batch_op.add_column(sa.Column('next_by', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('course', sa.Enum('continue', 'change', 'stop', name='course', native_enum=False, create_constraint=True, length=32), nullable=True))
        batch_op.add_column(sa.Column('statement_changed', sa.Boolean(), nullable=True))

    # The key that seals is not at hand here, and nobody could read the lines so far: they go.
    with op.batch_alter_table('pairing_light', schema=None) as batch_op:
        batch_op.add_column(sa.Column('box', sa.LargeBinary(), nullable=False, server_default=sa.text("''")))
        batch_op.drop_column('line')


def downgrade() -> None:
    with op.batch_alter_table('pairing_light', schema=None) as batch_op:
        batch_op.add_column(sa.Column('line', sa.String(), nullable=False, server_default=''))
        batch_op.drop_column('box')
    with op.batch_alter_table('checkin', schema=None) as batch_op:
        batch_op.drop_constraint('course', type_='check')
        batch_op.drop_column('statement_changed')
        batch_op.drop_column('course')
        batch_op.drop_column('next_by')
    op.drop_table('checkin_draft')
