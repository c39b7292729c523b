"""The first store: programme, events, devices, people, badges, and a log that only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE_GUARDS = (
    "CREATE TRIGGER entries_refuse_{verb} BEFORE {verb} ON entries "
    "BEGIN SELECT RAISE(ABORT, 'the participation log only grows'); END"
)
_SQLITE_REPLACE_GUARD = (
    "CREATE TRIGGER entries_refuse_replace BEFORE INSERT ON entries WHEN EXISTS ("
    "SELECT 1 FROM entries WHERE device = NEW.device AND sequence = NEW.sequence) "
    "BEGIN SELECT RAISE(ABORT, 'the participation log only grows'); END"
)
"""INSERT OR REPLACE deletes without firing the trigger on deletes."""
_POSTGRES_GUARD = """
CREATE FUNCTION entries_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the participation log only grows'; END $$
"""
_POSTGRES_TRIGGER = (
    "CREATE TRIGGER entries_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON entries "
    "FOR EACH STATEMENT EXECUTE FUNCTION entries_refuse()"
)


def upgrade() -> None:
    """Build everything."""
    _places()
    _people()
    _log()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRES_GUARD)
        op.execute(_POSTGRES_TRIGGER)
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_GUARDS.format(verb=verb))
        op.execute(_SQLITE_REPLACE_GUARD)


def _places() -> None:
    op.create_table(
        "programme",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("tag", sa.Integer, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("date", sa.String(10), nullable=False),
        sa.Column("catalogue", sa.Text, nullable=False),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer, unique=True),
        sa.Column("fingerprint", sa.String(128), nullable=False, unique=True),
        sa.Column("since", sa.BigInteger, nullable=False),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("sort_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("birth", sa.String(10)),
        sa.Column("sex", sa.String(3)),
        sa.Column("group", sa.String(64), nullable=False),
        sa.Column("hamlet", sa.String(64), nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("consent", sa.String(64)),
        sa.Column("card", sa.LargeBinary, unique=True),
        sa.Column("roster_key", sa.LargeBinary, unique=True),
    )
    op.create_index("people_by_name", "people", ["name_key"])
    op.create_index("people_by_birth", "people", ["birth"])
    op.create_index("people_in_order", "people", ["sort_key", "words"])
    op.create_table(
        "badges",
        sa.Column("serial", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
    )
    op.create_index("badges_by_person", "badges", ["person"])


def _log() -> None:
    op.create_table(
        "entries",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("event", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("desk", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32)),
        sa.Column("badge", sa.BigInteger),
        sa.Column("station", sa.String(64)),
        sa.Column("code", sa.String(64)),
        sa.Column("minutes", sa.Integer),
        sa.Column("target", sa.String(40)),
        sa.Column("recorded", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
    )
    op.create_index("entries_by_person", "entries", ["person", "event"])
    op.create_index("entries_by_badge", "entries", ["badge", "event"])
