"""Review the submissions"""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime
from alembic import op

revision = '0004_reviews'
down_revision = '0003'


def upgrade() -> None:
    op.create_table('reviewer_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation', sa.String(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('knows', sa.JSON(), nullable=False),
    sa.Column('confirmed_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_reviewer_profile_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reviewer_profile_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviewer_profile')),
    sa.UniqueConstraint('edition_id', 'person_id', name=op.f('uq_reviewer_profile_edition_id_person_id'))
    )
    with op.batch_alter_table('reviewer_profile', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reviewer_profile_person_id'), ['person_id'], unique=False)

    op.create_table('review_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('per', sa.Integer(), nullable=False),
    sa.Column('load', sa.Integer(), nullable=False),
    sa.Column('due_at', UTCDateTime(), nullable=True),
    sa.Column('weights', sa.JSON(), nullable=False),
    sa.Column('least_each', sa.Integer(), nullable=False),
    sa.Column('least_total', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_review_round_call_id_call')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_round')),
    sa.UniqueConstraint('call_id', name=op.f('uq_review_round_call_id'))
    )
    op.create_table('advisor_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_advisor_comment_person_id_person')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_advisor_comment_submission_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_advisor_comment')),
    sa.UniqueConstraint('submission_id', 'person_id', name=op.f('uq_advisor_comment_submission_id_person_id'))
    )
    op.create_table('conflict_declaration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('standing', sa.Enum('no conflict', 'conflict', name='standing', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('flags', sa.JSON(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_conflict_declaration_person_id_person')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_conflict_declaration_submission_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict_declaration')),
    sa.UniqueConstraint('submission_id', 'person_id', name=op.f('uq_conflict_declaration_submission_id_person_id'))
    )
    with op.batch_alter_table('conflict_declaration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflict_declaration_person_id'), ['person_id'], unique=False)

    op.create_table('review_assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'assigned', 'submitted', 'conflict', 'returned', 'removed', name='assignmentstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('put_off_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_review_assignment_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_assignment_person_id_person')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_review_assignment_submission_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_assignment')),
    sa.UniqueConstraint('submission_id', 'person_id', name=op.f('uq_review_assignment_submission_id_person_id'))
    )
    with op.batch_alter_table('review_assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_assignment_person_id'), ['person_id'], unique=False)

    op.create_table('review_discussion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', UTCDateTime(), nullable=False),
    sa.Column('consensus', sa.String(), nullable=False),
    sa.Column('closed_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['lead_id'], ['person.id'], name=op.f('fk_review_discussion_lead_id_person')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_review_discussion_opened_by_id_person')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_review_discussion_submission_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_discussion')),
    sa.UniqueConstraint('submission_id', name=op.f('uq_review_discussion_submission_id'))
    )
    op.create_table('review_rubric_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('reviews', sa.Integer(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_rubric_change_person_id_person')),
    sa.ForeignKeyConstraint(['round_id'], ['review_round.id'], name=op.f('fk_review_rubric_change_round_id_review_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_rubric_change'))
    )
    with op.batch_alter_table('review_rubric_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_rubric_change_round_id'), ['round_id'], unique=False)

    op.create_table('shortlist_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_shortlist_entry_by_id_person')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_shortlist_entry_submission_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shortlist_entry')),
    sa.UniqueConstraint('submission_id', name=op.f('uq_shortlist_entry_submission_id'))
    )
    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('confidence', sa.Integer(), nullable=True),
    sa.Column('saved_at', UTCDateTime(), nullable=False),
    sa.Column('submitted_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['assignment_id'], ['review_assignment.id'], name=op.f('fk_review_assignment_id_review_assignment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sa.UniqueConstraint('assignment_id', name=op.f('uq_review_assignment_id'))
    )
    op.create_table('review_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('discussion_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['discussion_id'], ['review_discussion.id'], name=op.f('fk_review_comment_discussion_id_review_discussion')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_comment_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_comment'))
    )
    with op.batch_alter_table('review_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_comment_discussion_id'), ['discussion_id'], unique=False)

    op.create_table('review_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['review_id'], ['review.id'], name=op.f('fk_review_revision_review_id_review')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_revision'))
    )
    with op.batch_alter_table('review_revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_revision_review_id'), ['review_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('review_revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_revision_review_id'))

    op.drop_table('review_revision')
    with op.batch_alter_table('review_comment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_comment_discussion_id'))

    op.drop_table('review_comment')
    op.drop_table('review')
    op.drop_table('shortlist_entry')
    with op.batch_alter_table('review_rubric_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_rubric_change_round_id'))

    op.drop_table('review_rubric_change')
    op.drop_table('review_discussion')
    with op.batch_alter_table('review_assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_assignment_person_id'))

    op.drop_table('review_assignment')
    with op.batch_alter_table('conflict_declaration', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conflict_declaration_person_id'))

    op.drop_table('conflict_declaration')
    op.drop_table('advisor_comment')
    op.drop_table('review_round')
    with op.batch_alter_table('reviewer_profile', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reviewer_profile_person_id'))

    op.drop_table('reviewer_profile')
