"""What migrations build is what the tables say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from data.session import REVISION, transaction
from data.tables import metadata
from tests.builders import store_at


def test_migrations_build_exactly_the_tables(place: str) -> None:
    with store_at(place) as store, transaction(store.engine, writing=False) as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    scripts = ScriptDirectory("data/migrations")
    assert scripts.get_heads() == [REVISION]
    assert len(list(scripts.walk_revisions())) == int(REVISION)
