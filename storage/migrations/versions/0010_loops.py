"""Add a workspace's run through a loop, and owners' goals"""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime
from alembic import op

revision = '0010_loops'
down_revision = '0015_advisors'


def upgrade() -> None:
    op.create_table('goal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('team_id', sa.Integer(), nullable=False),
    sa.Column('moment', sa.Enum('kick-off', 'mid-way', 'close', name='moment', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('standing', sa.Integer(), nullable=False),
    sa.Column('line', sa.String(), nullable=False),
    sa.Column('outcome', sa.Enum('adopted', 'adapted', 'rejected', name='outcome', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('how', sa.String(), nullable=False),
    sa.Column('keeper', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_goal_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_goal_person_id_person')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_goal_team_id_team')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal')),
    sa.UniqueConstraint('team_id', 'moment', name=op.f('uq_goal_team_id_moment'))
    )
    with op.batch_alter_table('goal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_goal_edition_id'), ['edition_id'], unique=False)

    op.create_table('loop_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('loop_id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('intention', sa.String(), nullable=False),
    sa.Column('trying', sa.String(), nullable=False),
    sa.Column('intended_by', sa.Integer(), nullable=True),
    sa.Column('intention_revision', sa.Integer(), nullable=False),
    sa.Column('call_form', sa.Enum('live', 'in writing', name='callform', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('call_at', UTCDateTime(), nullable=False),
    sa.Column('call_revision', sa.Integer(), nullable=False),
    sa.Column('proposals', sa.JSON(), nullable=False),
    sa.Column('decided', sa.String(), nullable=False),
    sa.Column('actions', sa.String(), nullable=False),
    sa.Column('noted', sa.String(), nullable=False),
    sa.Column('captured_by', sa.Integer(), nullable=True),
    sa.Column('capture_revision', sa.Integer(), nullable=False),
    sa.Column('learned', sa.String(), nullable=False),
    sa.Column('next_step', sa.String(), nullable=False),
    sa.Column('course', sa.Enum('continue', 'change', 'stop', name='course', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('reframed', sa.Boolean(), nullable=False),
    sa.Column('carded_by', sa.Integer(), nullable=True),
    sa.Column('card_revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['captured_by'], ['person.id'], name=op.f('fk_loop_run_captured_by_person')),
    sa.ForeignKeyConstraint(['carded_by'], ['person.id'], name=op.f('fk_loop_run_carded_by_person')),
    sa.ForeignKeyConstraint(['intended_by'], ['person.id'], name=op.f('fk_loop_run_intended_by_person')),
    sa.ForeignKeyConstraint(['loop_id'], ['loop.id'], name=op.f('fk_loop_run_loop_id_loop')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_loop_run_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loop_run')),
    sa.UniqueConstraint('loop_id', 'workspace_id', name=op.f('uq_loop_run_loop_id_workspace_id'))
    )
    with op.batch_alter_table('loop_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_loop_run_workspace_id'), ['workspace_id'], unique=False)


def downgrade() -> None:
    op.drop_table('loop_run')
    op.drop_table('goal')
