"""Add asks, whom they are sent to, and what is answered"""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime
from alembic import op

revision = '0013_asks'
down_revision = '0012_courtesy'


def upgrade() -> None:
    op.create_table('ask_mute',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_ask_mute_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_ask_mute'))
    )
    op.create_table('ask',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('checkin_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('tried', sa.String(), nullable=False),
    sa.Column('wanted', sa.Enum('link', 'ten minutes', 'document', 'critical reading', name='wanted', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('sharing', sa.Enum('workspace', 'edition, no names', 'edition, named', 'public', name='sharing', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('help_from', sa.Enum('partner', 'other workspaces', 'advisor', 'facilitator', name='helpfrom', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('themes', sa.JSON(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('open', 'picked up', 'answered', 'closed', name='askstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('route_at', UTCDateTime(), nullable=True),
    sa.Column('look_at', UTCDateTime(), nullable=True),
    sa.Column('ends_at', UTCDateTime(), nullable=True),
    sa.Column('checked', sa.Boolean(), nullable=False),
    sa.Column('picked_up_at', UTCDateTime(), nullable=True),
    sa.Column('settled_at', UTCDateTime(), nullable=True),
    sa.Column('useful', sa.Boolean(), nullable=True),
    sa.Column('lesson', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['checkin_id'], ['checkin.id'], name=op.f('fk_ask_checkin_id_checkin')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_ask_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_ask_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_ask_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ask')),
    sa.UniqueConstraint('checkin_id', name=op.f('uq_ask_checkin_id'))
    )
    with op.batch_alter_table('ask', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ask_edition_id'), ['edition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ask_ends_at'), ['ends_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_ask_look_at'), ['look_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_ask_route_at'), ['route_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_ask_team_id'), ['team_id'], unique=False)

    op.create_table('ask_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ask_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('sharing', sa.Enum('workspace', 'edition, no names', 'edition, named', 'public', name='sharing', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('useful', sa.Boolean(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['ask_id'], ['ask.id'], name=op.f('fk_ask_answer_ask_id_ask')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_ask_answer_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_ask_answer_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ask_answer'))
    )
    with op.batch_alter_table('ask_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ask_answer_ask_id'), ['ask_id'], unique=False)

    op.create_table('ask_route',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ask_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('asked', 'offered', 'accepted', 'wrote', 'not me', 'refused', 'passed', name='routestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('why', sa.Enum('partner', 'offer', 'solved', 'theme', 'by hand', 'own accord', name='why', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('detail', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('until', UTCDateTime(), nullable=False),
    sa.Column('answered_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['ask_id'], ['ask.id'], name=op.f('fk_ask_route_ask_id_ask')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_ask_route_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_ask_route_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ask_route')),
    sa.UniqueConstraint('ask_id', 'person_id', name=op.f('uq_ask_route_ask_id_person_id'))
    )
    with op.batch_alter_table('ask_route', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ask_route_ask_id'), ['ask_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ask_route_person_id'), ['person_id'], unique=False)


def downgrade() -> None:
    op.drop_table('ask_mute')
    op.drop_table('ask_route')
    op.drop_table('ask_answer')
    op.drop_table('ask')
