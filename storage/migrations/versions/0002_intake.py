"""Remember mappings, dropped files, requests for what is missing, and look-alikes told apart"""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime
from alembic import op

revision = '0002_intake'
down_revision = '0001'


def upgrade() -> None:
    op.create_table('intake_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('slack_file_id', sa.String(), nullable=False),
    sa.Column('slack_channel', sa.String(), nullable=False),
    sa.Column('thread_ts', sa.String(), nullable=True),
    sa.Column('preview_ts', sa.String(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=True),
    sa.Column('kind', sa.Enum('challenge', 'solution', 'cohort', name='callkind', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('headers', sa.JSON(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('keep', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'brought in', 'left', 'unreadable', name='filestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('stored', sa.JSON(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_intake_file_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_intake_file_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intake_file')),
    sa.UniqueConstraint('edition_id', 'slack_file_id', name=op.f('uq_intake_file_edition_id_slack_file_id'))
    )
    op.create_table('intake_mapping',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('challenge', 'solution', 'cohort', name='callkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_intake_mapping_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_intake_mapping_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intake_mapping')),
    sa.UniqueConstraint('edition_id', 'kind', 'fingerprint', name=op.f('uq_intake_mapping_edition_id_kind_fingerprint'))
    )
    op.create_table('intake_errand',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('verb', sa.Enum('preview', 'problems', 'requests', 'bring in', name='verb', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('claimed_at', UTCDateTime(), nullable=True),
    sa.Column('done_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['file_id'], ['intake_file.id'], name=op.f('fk_intake_errand_file_id_intake_file')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_intake_errand_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intake_errand'))
    )
    with op.batch_alter_table('intake_errand', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_intake_errand_file_id'), ['file_id'], unique=False)
    op.create_table('intake_difference',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['first_id'], ['submission.id'], name=op.f('fk_intake_difference_first_id_submission')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_intake_difference_person_id_person')),
    sa.ForeignKeyConstraint(['second_id'], ['submission.id'], name=op.f('fk_intake_difference_second_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intake_difference')),
    sa.UniqueConstraint('first_id', 'second_id', name=op.f('uq_intake_difference_first_id_second_id'))
    )
    op.create_table('intake_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('questions', sa.JSON(), nullable=False),
    sa.Column('given', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('incomplete', 'asked', 'received', name='requeststate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', UTCDateTime(), nullable=True),
    sa.Column('received_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_intake_request_asked_by_id_person')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_intake_request_submission_id_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intake_request')),
    sa.UniqueConstraint('submission_id', name=op.f('uq_intake_request_submission_id'))
    )
