"""Add what people wish of their hours and reminders, and the weekly cap of an edition"""

import sqlalchemy as sa
from alembic import op

revision = '0012_courtesy'
down_revision = '0009_life'


def upgrade() -> None:
    op.create_table('courtesy',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('works_from', sa.Time(), nullable=True),
    sa.Column('works_until', sa.Time(), nullable=True),
    sa.Column('quiet_from', sa.Time(), nullable=True),
    sa.Column('quiet_until', sa.Time(), nullable=True),
    sa.Column('weekend', sa.JSON(), nullable=True),
    sa.Column('own_zone', sa.Boolean(), nullable=False),
    sa.Column('slack_zone', sa.String(), nullable=False),
    sa.Column('zone_changes', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_courtesy_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_courtesy'))
    )
    op.create_table('mute',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('occasion', sa.String(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mute_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mute'))
    )
    with op.batch_alter_table('mute', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mute_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.add_column(sa.Column('nudge_cap', sa.Integer(), nullable=False, server_default='3'))

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_column('nudges_muted')


def downgrade() -> None:
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('nudges_muted', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.drop_column('nudge_cap')
    op.drop_table('mute')
    op.drop_table('courtesy')
