"""The tables of a store. `migrations/` builds them; a test keeps the two equal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

from checkin.participation import from_milliseconds, milliseconds

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept as milliseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:  # noqa: ANN401, ARG002
        """To the database."""
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:  # noqa: ANN401, ARG002
        """From the database."""
        return None if value is None else from_milliseconds(value)


Ordered = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts byte by byte on either database."""

programme = Table(
    "programme",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("tag", Integer, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("pin", LargeBinary),
)

events = Table(
    "events",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("date", String(10), nullable=False),
    Column("catalogue", Text, nullable=False),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("number", Integer, unique=True),
    Column("fingerprint", String(128), nullable=False, unique=True),
    Column("since", Instant, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("sort_key", Ordered, nullable=False),
    Column("birth", String(10)),
    Column("sex", String(3)),
    Column("group", String(64), nullable=False),
    Column("hamlet", String(64), nullable=False),
    Column("unit", Text, nullable=False),
    Column("consent", String(64)),
    Column("card", LargeBinary, unique=True),
    Column("roster_key", LargeBinary, unique=True),
    Column("forgotten", Instant),
    Index("people_by_name", "name_key"),
    Index("people_by_birth", "birth"),
    Index("people_in_order", "sort_key", "words"),
)

badges = Table(
    "badges",
    metadata,
    Column("serial", BigInteger, primary_key=True, autoincrement=False),
    Column("person", String(32), ForeignKey("people.id"), nullable=False),
    Column("revoked", Boolean, nullable=False),
    Index("badges_by_person", "person"),
)

entries = Table(
    "entries",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("event", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("desk", String(64), nullable=False),
    Column("person", String(32)),
    Column("badge", BigInteger),
    Column("station", String(64)),
    Column("code", String(64)),
    Column("minutes", Integer),
    Column("target", String(40)),
    Column("recorded", Instant, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Index("entries_by_person", "person", "event"),
    Index("entries_by_badge", "badge", "event"),
)

draw_secrets = Table(
    "draw_secrets",
    metadata,
    Column("commitment", String(64), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)

aliases = Table(
    "aliases",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(32), ForeignKey("people.id"), nullable=False),
    Index("aliases_by_person", "person"),
)

kept_bands = Table(
    "kept_bands",
    metadata,
    Column("person", String(32), ForeignKey("people.id"), primary_key=True),
    Column("event", String(64), primary_key=True),
    Column("band", String(16), nullable=False),
)

consent_texts = Table(
    "consent_texts",
    metadata,
    Column("version", String(16), primary_key=True),
    Column("basis", String(64), nullable=False),
    Column("vi", Text, nullable=False),
    Column("en", Text, nullable=False),
)

backups = Table(
    "backups",
    metadata,
    Column("path", Text, primary_key=True),
    Column("made", Instant, nullable=False),
    Column("outdated", Boolean, nullable=False),
)
