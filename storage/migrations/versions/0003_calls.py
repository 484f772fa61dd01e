"""Give calls their zone, embargo and log, submissions their review, and challenges their briefs"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0003"
down_revision = "0002_intake"

OLD = ("partial", "received", "duplicate", "ineligible", "selected", "reserve", "cohort offered", "declined",
       "withdrawn")
NEW = ("partial", "received", "eligible", "in review", "scored", "duplicate", "ineligible", "selected", "reserve",
       "cohort offered", "cohort accepted", "cohort declined", "declined", "withdrawn")
BRIEF = ("draft", "asked", "change wanted", "approved", "published")
CHANGE = ("state", "deadline", "places", "embargo", "notified")


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    with op.batch_alter_table("submission") as batch:
        batch.alter_column("state", existing_type=_choice("submissionstate", OLD),
                           type_=_choice("submissionstate", NEW), existing_nullable=False)
        batch.add_column(sa.Column("doubts", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("decision") as batch:
        batch.alter_column("outcome", existing_type=_choice("submissionstate", OLD),
                           type_=_choice("submissionstate", NEW), existing_nullable=False)
        batch.add_column(sa.Column("words", sa.String(), server_default="", nullable=False))
    op.add_column("call", sa.Column("zone", sa.String(), server_default="Europe/Paris", nullable=False))
    op.add_column("call", sa.Column("embargo_at", UTCDateTime(), nullable=True))
    op.add_column("call", sa.Column("told_at", UTCDateTime(), nullable=True))
    op.create_table(
        "call_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("changekind", CHANGE), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_change_call_id_call")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_call_change_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_change")),
    )
    op.create_index(op.f("ix_call_change_call_id"), "call_change", ["call_id"])
    op.create_table(
        "brief",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", _choice("briefstate", BRIEF), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("context", sa.String(), nullable=False),
        sa.Column("tried", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_brief_answered_by_id_person")),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_brief_challenge_id_challenge")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_brief_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brief")),
        sa.UniqueConstraint("challenge_id", "version", name=op.f("uq_brief_challenge_id_version")),
    )


def downgrade() -> None:
    op.drop_table("brief")
    op.drop_table("call_change")
    for column in ("told_at", "embargo_at", "zone"):
        op.drop_column("call", column)
    with op.batch_alter_table("decision") as batch:
        batch.drop_column("words")
        batch.alter_column("outcome", existing_type=_choice("submissionstate", NEW),
                           type_=_choice("submissionstate", OLD), existing_nullable=False)
    with op.batch_alter_table("submission") as batch:
        batch.drop_column("doubts")
        batch.alter_column("state", existing_type=_choice("submissionstate", NEW),
                           type_=_choice("submissionstate", OLD), existing_nullable=False)
