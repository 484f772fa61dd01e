"""Keep rules, drafts and reserves of matchmaking, and the history of each pairing"""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime
from alembic import op

revision = '0005_matching'
down_revision = '0001'


def upgrade() -> None:
    op.create_table('match_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('protects_of', sa.Integer(), nullable=True),
    sa.Column('inputs', sa.String(), nullable=False),
    sa.Column('rules', sa.JSON(), nullable=False),
    sa.Column('proven', sa.Boolean(), nullable=False),
    sa.Column('pairs', sa.JSON(), nullable=False),
    sa.Column('total', sa.Float(), nullable=False),
    sa.Column('bound', sa.Float(), nullable=False),
    sa.Column('worst', sa.Float(), nullable=False),
    sa.Column('unplaced', sa.JSON(), nullable=False),
    sa.Column('protecting', sa.JSON(), nullable=False),
    sa.Column('infeasible', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_match_draft_by_id_person')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_match_draft_edition_id_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_draft')),
    sa.UniqueConstraint('edition_id', 'number', name=op.f('uq_match_draft_edition_id_number'))
    )
    op.create_table('match_rule_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_match_rule_change_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_match_rule_change_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_rule_change'))
    )
    with op.batch_alter_table('match_rule_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_match_rule_change_edition_id'), ['edition_id'], unique=False)

    op.create_table('match_rules',
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('filling', sa.Enum('exact', 'at_most', 'all_or_nothing', name='filling', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('filled', sa.Integer(), nullable=True),
    sa.Column('distinct_providers', sa.Boolean(), nullable=False),
    sa.Column('distinct_challenges', sa.Boolean(), nullable=False),
    sa.Column('cross_border', sa.Boolean(), nullable=False),
    sa.Column('shared_language', sa.Boolean(), nullable=False),
    sa.Column('least_hours', sa.Integer(), nullable=False),
    sa.Column('asynchronous', sa.JSON(), nullable=False),
    sa.Column('capacity', sa.JSON(), nullable=False),
    sa.Column('answer_days', sa.Integer(), nullable=False),
    sa.Column('draft', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_match_rules_edition_id_edition')),
    sa.PrimaryKeyConstraint('edition_id', name=op.f('pk_match_rules'))
    )
    op.create_table('match_standing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('conflicts', sa.JSON(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_match_standing_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_match_standing_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_standing')),
    sa.UniqueConstraint('edition_id', 'person_id', name=op.f('uq_match_standing_edition_id_person_id'))
    )
    op.create_table('match_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_match_comment_challenge_id_challenge')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_match_comment_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_match_comment_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_comment'))
    )
    with op.batch_alter_table('match_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_match_comment_challenge_id'), ['challenge_id'], unique=False)

    op.create_table('match_pin',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_match_pin_challenge_id_challenge')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_match_pin_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_match_pin_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_pin')),
    sa.UniqueConstraint('challenge_id', 'team_id', name=op.f('uq_match_pin_challenge_id_team_id'))
    )
    op.create_table('match_reserve',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('submission_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_match_reserve_challenge_id_challenge')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_match_reserve_submission_id_submission')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_match_reserve_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_reserve')),
    sa.UniqueConstraint('challenge_id', 'position', name=op.f('uq_match_reserve_challenge_id_position'))
    )
    op.create_table('match_score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('offer', sa.String(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenge.id'], name=op.f('fk_match_score_challenge_id_challenge')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_score')),
    sa.UniqueConstraint('challenge_id', 'offer', name=op.f('uq_match_score_challenge_id_offer'))
    )
    op.create_table('pairing_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pairing_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('suggested', 'proposed', 'agreed', 'active', 'ended', 'completed', name='pairingstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['pairing_id'], ['pairing.id'], name=op.f('fk_pairing_event_pairing_id_pairing')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pairing_event_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pairing_event'))
    )
    with op.batch_alter_table('pairing_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pairing_event_pairing_id'), ['pairing_id'], unique=False)

    op.create_table('pairing_fit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pairing_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('box', sa.LargeBinary(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['pairing_id'], ['pairing.id'], name=op.f('fk_pairing_fit_pairing_id_pairing')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_pairing_fit_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pairing_fit')),
    sa.UniqueConstraint('pairing_id', 'team_id', name=op.f('uq_pairing_fit_pairing_id_team_id'))
    )
    op.execute(
        "INSERT INTO match_pin (challenge_id, team_id, at) SELECT challenge_id, team_id, at FROM pairing WHERE pinned"
    )
    with op.batch_alter_table('pairing', schema=None) as batch_op:
        batch_op.add_column(sa.Column('weakest', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('times_asked', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('asked_at', UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('answer_by', UTCDateTime(), nullable=True))
        batch_op.drop_column('pinned')
