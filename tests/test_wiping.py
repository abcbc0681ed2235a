"""A PostgreSQL database that a test gets is as good as new, whatever the test before it did."""

import psycopg
import pytest

from tests.engines import PostgresDatabases

ADD = "INSERT INTO venue (name, address, directions, access, version) VALUES ('Library', '', '', '', 1) RETURNING id"


def test_rows_are_gone_and_numbers_begin_at_one(postgres: PostgresDatabases):
    with postgres.fresh() as first, connected(first) as connection:
        assert [connection.execute(ADD).fetchone() for _ in range(3)] == [(1,), (2,), (3,)]
    with postgres.fresh() as second, connected(second) as connection:
        assert second == first
        assert connection.execute("SELECT count(*) FROM venue").fetchone() == (0,)
        assert connection.execute(ADD).fetchone() == (1,)
        assert connection.execute("SELECT ctid::text FROM venue").fetchone() == ("(0,1)",)


def test_whoever_is_still_there_is_shown_out_and_what_they_began_is_gone(postgres: PostgresDatabases):
    with postgres.fresh() as first:
        left = connected(first, autocommit=False)
        left.execute(ADD)
    with postgres.fresh() as second, connected(second) as connection:
        assert second == first
        assert connection.execute(ADD).fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE venue ADD COLUMN colour text",
        "ALTER TABLE venue ALTER COLUMN name SET DEFAULT 'x'",
        "ALTER TABLE venue DROP CONSTRAINT ck_venue_name_given",
        "ALTER TABLE venue DISABLE TRIGGER ALL",
        "CREATE TABLE half (id integer)",
        "DROP TABLE old_minutes CASCADE",
        "CREATE INDEX half ON venue (name)",
        "CREATE FUNCTION half() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "GRANT SELECT (name) ON venue TO pg_monitor",
        "GRANT USAGE ON SCHEMA public TO pg_monitor",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 64', current_database()); END $$",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
def test_where_more_than_rows_was_changed_the_next_test_gets_another(postgres: PostgresDatabases, change: str):
    with postgres.fresh() as first, connected(first) as connection:
        connection.execute(change)
    with postgres.fresh() as second:
        assert second != first


def connected(url: str, *, autocommit: bool = True) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=autocommit)
