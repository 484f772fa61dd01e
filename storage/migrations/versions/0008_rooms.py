"""Add seats in workspaces, how people came in, accepted rules, and when a room was last looked at"""

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime
from alembic import op

revision = '0008_rooms'
down_revision = '0007_loops'


def upgrade() -> None:
    op.create_table('rules_acceptance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_rules_acceptance_edition_id_edition')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_rules_acceptance_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rules_acceptance')),
    sa.UniqueConstraint('edition_id', 'person_id', name=op.f('uq_rules_acceptance_edition_id_person_id'))
    )
    with op.batch_alter_table('rules_acceptance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rules_acceptance_person_id'), ['person_id'], unique=False)

    op.create_table('workspace_seat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('since', UTCDateTime(), nullable=False),
    sa.Column('entered_at', UTCDateTime(), nullable=True),
    sa.Column('left_at', UTCDateTime(), nullable=True),
    sa.Column('removed_at', UTCDateTime(), nullable=True),
    sa.Column('problem', sa.String(), nullable=False),
    sa.Column('connect_wanted_at', UTCDateTime(), nullable=True),
    sa.Column('connect_tried_at', UTCDateTime(), nullable=True),
    sa.Column('connect_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_workspace_seat_person_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_workspace_seat_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workspace_seat')),
    sa.UniqueConstraint('workspace_id', 'person_id', name=op.f('uq_workspace_seat_workspace_id_person_id'))
    )
    with op.batch_alter_table('workspace_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workspace_seat_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('identity', schema=None) as batch_op:
        batch_op.add_column(sa.Column('path', sa.Enum('member', 'guest', 'connect', 'email', name='accesspath', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='member'))

    with op.batch_alter_table('workspace', schema=None) as batch_op:
        batch_op.add_column(sa.Column('looked_at', UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('counted_at', UTCDateTime(), nullable=True))

    with op.batch_alter_table('workspace_step', schema=None) as batch_op:
        batch_op.add_column(sa.Column('retry_at', UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('workspace_step', schema=None) as batch_op:
        batch_op.drop_column('retry_at')
    with op.batch_alter_table('workspace', schema=None) as batch_op:
        batch_op.drop_column('counted_at')
        batch_op.drop_column('looked_at')
    with op.batch_alter_table('identity', schema=None) as batch_op:
        batch_op.drop_column('path')
    op.drop_table('workspace_seat')
    op.drop_table('rules_acceptance')
