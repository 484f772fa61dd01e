"""Add introductions"""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime
from alembic import op

revision = '0006_introductions'
down_revision = '0005_matching'


def upgrade() -> None:
    op.create_table('introduction_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', name='roundstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('group_size', sa.Integer(), nullable=False),
    sa.Column('resting', sa.JSON(), nullable=False),
    sa.Column('planned_at', UTCDateTime(), nullable=False),
    sa.Column('published_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_introduction_round_edition_id_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction_round')),
    sa.UniqueConstraint('edition_id', 'number', name=op.f('uq_introduction_round_edition_id_number'))
    )
    op.create_table('introduction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('themes', sa.JSON(), nullable=False),
    sa.Column('links', sa.JSON(), nullable=False),
    sa.Column('fallen_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['round_id'], ['introduction_round.id'], name=op.f('fk_introduction_round_id_introduction_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction'))
    )
    with op.batch_alter_table('introduction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_introduction_round_id'), ['round_id'], unique=False)

    op.create_table('introduction_apart',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('low_id', sa.Integer(), nullable=False),
    sa.Column('high_id', sa.Integer(), nullable=False),
    sa.Column('by_team_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_team_id'], ['team.id'], name=op.f('fk_introduction_apart_by_team_id_team')),
    sa.ForeignKeyConstraint(['high_id'], ['team.id'], name=op.f('fk_introduction_apart_high_id_team')),
    sa.ForeignKeyConstraint(['low_id'], ['team.id'], name=op.f('fk_introduction_apart_low_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction_apart')),
    sa.UniqueConstraint('low_id', 'high_id', 'by_team_id', name=op.f('uq_introduction_apart_low_id_high_id_by_team_id'))
    )
    with op.batch_alter_table('introduction_apart', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_introduction_apart_by_team_id'), ['by_team_id'], unique=False)

    op.create_table('introduction_seat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('told_at', UTCDateTime(), nullable=True),
    sa.Column('left_at', UTCDateTime(), nullable=True),
    sa.Column('met', sa.Enum('yes', 'not yet', 'no', name='met', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('useful', sa.String(), nullable=False),
    sa.Column('answered_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_introduction_seat_introduction_id_introduction')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_introduction_seat_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction_seat')),
    sa.UniqueConstraint('introduction_id', 'team_id', name=op.f('uq_introduction_seat_introduction_id_team_id'))
    )
    with op.batch_alter_table('introduction_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_introduction_seat_team_id'), ['team_id'], unique=False)

    op.create_table('introduction_wish',
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.Enum('join', 'not now', 'stop', name='answer', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('offer', sa.String(), nullable=False),
    sa.Column('ask', sa.String(), nullable=False),
    sa.Column('paused_until', sa.Date(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_introduction_wish_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_introduction_wish_team_id_team')),
    sa.PrimaryKeyConstraint('team_id', name=op.f('pk_introduction_wish'))
    )


def downgrade() -> None:
    op.drop_table('introduction_wish')
    with op.batch_alter_table('introduction_seat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_introduction_seat_team_id'))

    op.drop_table('introduction_seat')
    with op.batch_alter_table('introduction_apart', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_introduction_apart_by_team_id'))

    op.drop_table('introduction_apart')
    with op.batch_alter_table('introduction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_introduction_round_id'))

    op.drop_table('introduction')
    op.drop_table('introduction_round')
