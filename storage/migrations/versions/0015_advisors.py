"""Add advisors: office hours, questions, advice and rounds; thanks to people; packs for a ministry"""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime
from alembic import op

revision = '0015_advisors'
down_revision = '0014_library'


def upgrade() -> None:
    op.create_table('advisor_setting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('themes', sa.JSON(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('more', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_advisor_setting_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_advisor_setting_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_advisor_setting')),
    sa.UniqueConstraint('edition_id', 'person_id', name=op.f('uq_advisor_setting_edition_id_person_id'))
    )
    op.create_table('office_hour',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('zone', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_office_hour_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_office_hour_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_hour'))
    )
    with op.batch_alter_table('office_hour', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_office_hour_edition_id'), ['edition_id'], unique=False)

    op.create_table('advisor_slot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('office_hour_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', UTCDateTime(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('withdrawn_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_advisor_slot_edition_id_edition')),
    sa.ForeignKeyConstraint(['office_hour_id'], ['office_hour.id'], name=op.f('fk_advisor_slot_office_hour_id_office_hour')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_advisor_slot_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_advisor_slot')),
    sa.UniqueConstraint('person_id', 'starts_at', name=op.f('uq_advisor_slot_person_id_starts_at'))
    )
    with op.batch_alter_table('advisor_slot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_advisor_slot_edition_id'), ['edition_id'], unique=False)

    op.create_table('advisor_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('links', sa.String(), nullable=False),
    sa.Column('brief', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'asked', 'answered', 'unanswered', name='questionstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_advisor_question_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_advisor_question_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_advisor_question_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_advisor_question'))
    )
    with op.batch_alter_table('advisor_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_advisor_question_edition_id'), ['edition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_advisor_question_team_id'), ['team_id'], unique=False)

    op.create_table('critical_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('presenter_id', sa.Integer(), nullable=False),
    sa.Column('channel_id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.String(), nullable=False),
    sa.Column('state', sa.Enum('running', 'paused', 'closed', 'cancelled', name='roundstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('by_day', sa.Boolean(), nullable=False),
    sa.Column('paused_at', UTCDateTime(), nullable=True),
    sa.Column('taken', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_critical_round_channel_id_channel')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_critical_round_edition_id_edition')),
    sa.ForeignKeyConstraint(['presenter_id'], ['person.id'], name=op.f('fk_critical_round_presenter_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_critical_round_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_critical_round'))
    )
    with op.batch_alter_table('critical_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_critical_round_edition_id'), ['edition_id'], unique=False)

    op.create_table('pack',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('struck', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'approved', name='packstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=False),
    sa.Column('made_at', UTCDateTime(), nullable=False),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('approved_at', UTCDateTime(), nullable=True),
    sa.Column('file_id', sa.String(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['approved_by'], ['person.id'], name=op.f('fk_pack_approved_by_person')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_pack_edition_id_edition')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_pack_made_by_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_pack_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pack'))
    )
    with op.batch_alter_table('pack', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pack_team_id'), ['team_id'], unique=False)

    op.create_table('slot_booking',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('brief', sa.JSON(), nullable=False),
    sa.Column('live', sa.Boolean(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('cancelled_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_slot_booking_person_id_person')),
    sa.ForeignKeyConstraint(['slot_id'], ['advisor_slot.id'], name=op.f('fk_slot_booking_slot_id_advisor_slot')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_slot_booking_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slot_booking')),
    sa.UniqueConstraint('slot_id', 'live', name=op.f('uq_slot_booking_slot_id_live'))
    )
    with op.batch_alter_table('slot_booking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slot_booking_team_id'), ['team_id'], unique=False)

    op.create_table('thanks_wish',
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('wish', sa.Enum('show', 'ask', 'keep', name='wish', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('person_named', sa.Boolean(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_thanks_wish_team_id_team')),
    sa.PrimaryKeyConstraint('team_id', name=op.f('pk_thanks_wish'))
    )
    op.create_table('advice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('booking_id', sa.Integer(), nullable=True),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('links', sa.String(), nullable=False),
    sa.Column('caveat', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('effect', sa.Enum('changed', 'tried', 'not yet', 'no', name='effect', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('effect_line', sa.String(), nullable=False),
    sa.Column('effect_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['booking_id'], ['slot_booking.id'], name=op.f('fk_advice_booking_id_slot_booking')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_advice_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_advice_person_id_person')),
    sa.ForeignKeyConstraint(['question_id'], ['advisor_question.id'], name=op.f('fk_advice_question_id_advisor_question')),
    sa.ForeignKeyConstraint(['round_id'], ['critical_round.id'], name=op.f('fk_advice_round_id_critical_round')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_advice_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_advice')),
    sa.UniqueConstraint('booking_id', name=op.f('uq_advice_booking_id')),
    sa.UniqueConstraint('question_id', name=op.f('uq_advice_question_id')),
    sa.UniqueConstraint('round_id', name=op.f('uq_advice_round_id'))
    )
    with op.batch_alter_table('advice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_advice_edition_id'), ['edition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_advice_team_id'), ['team_id'], unique=False)

    op.create_table('advisor_routing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('reminded_at', UTCDateTime(), nullable=True),
    sa.Column('declined_at', UTCDateTime(), nullable=True),
    sa.Column('signalled_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_advisor_routing_person_id_person')),
    sa.ForeignKeyConstraint(['question_id'], ['advisor_question.id'], name=op.f('fk_advisor_routing_question_id_advisor_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_advisor_routing')),
    sa.UniqueConstraint('question_id', 'person_id', name=op.f('uq_advisor_routing_question_id_person_id'))
    )
    with op.batch_alter_table('advisor_routing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_advisor_routing_person_id'), ['person_id'], unique=False)

    op.create_table('round_friend',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('invited', 'agreed', 'declined', name='friendstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_round_friend_person_id_person')),
    sa.ForeignKeyConstraint(['round_id'], ['critical_round.id'], name=op.f('fk_round_friend_round_id_critical_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_friend')),
    sa.UniqueConstraint('round_id', 'person_id', name=op.f('uq_round_friend_round_id_person_id'))
    )
    op.create_table('round_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('starts_at', UTCDateTime(), nullable=False),
    sa.Column('ends_at', UTCDateTime(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['critical_round.id'], name=op.f('fk_round_step_round_id_critical_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_step')),
    sa.UniqueConstraint('round_id', 'position', name=op.f('uq_round_step_round_id_position'))
    )
    op.create_table('round_word',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_round_word_person_id_person')),
    sa.ForeignKeyConstraint(['round_id'], ['critical_round.id'], name=op.f('fk_round_word_round_id_critical_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_word'))
    )
    with op.batch_alter_table('round_word', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_word_round_id'), ['round_id'], unique=False)

    with op.batch_alter_table('thanks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('to_person_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('person_named', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('honour', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.alter_column('to_team_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_foreign_key(batch_op.f('fk_thanks_to_person_id_person'), 'person', ['to_person_id'], ['id'])


def downgrade() -> None:
    op.execute("DELETE FROM thanks WHERE to_team_id IS NULL")
    with op.batch_alter_table('thanks', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_thanks_to_person_id_person'), type_='foreignkey')
        batch_op.alter_column('to_team_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column('honour')
        batch_op.drop_column('person_named')
        batch_op.drop_column('to_person_id')
    for table in (
        'round_word', 'round_step', 'round_friend', 'advisor_routing', 'advice', 'thanks_wish', 'slot_booking',
        'pack', 'critical_round', 'advisor_question', 'advisor_slot', 'office_hour', 'advisor_setting',
    ):
        op.drop_table(table)
