"""One PostgreSQL database after another test: emptied, unless more than its rows was changed.

Cloning a database takes far longer than most tests that want one. A test that alters a table, a grant or the
revision gets its database to itself: the next one is given a new clone.
"""

from dataclasses import dataclass, field

import psycopg
from psycopg import sql

#: Whoever is still there would hold locks on the rows, or write into the next test.
SHOW_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
#: Every statement that changes more than rows writes a row of one of these.
SHAPE = """
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
    SELECT 'class ' || oid || ' ' || xmin AS part FROM pg_class WHERE oid >= 16384
    UNION ALL SELECT 'column ' || attrelid || ' ' || attnum || ' ' || xmin FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL SELECT 'default ' || oid || ' ' || xmin FROM pg_attrdef
    UNION ALL SELECT 'constraint ' || oid || ' ' || xmin FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT 'trigger ' || oid || ' ' || xmin FROM pg_trigger
    UNION ALL SELECT 'function ' || oid || ' ' || xmin FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT 'type ' || oid || ' ' || xmin FROM pg_type WHERE oid >= 16384
    UNION ALL SELECT 'schema ' || oid || ' ' || xmin FROM pg_namespace
    UNION ALL SELECT 'policy ' || oid || ' ' || xmin FROM pg_policy
    UNION ALL SELECT 'grant ' || oid || ' ' || xmin FROM pg_default_acl
    UNION ALL SELECT 'setting ' || setrole || ' ' || xmin FROM pg_db_role_setting WHERE setdatabase <> 0
    UNION ALL SELECT 'revision ' || version_num FROM alembic_version
)
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1"
#: Also those that only counted for rows that were rolled back.
COUNT_FROM_ONE = """
SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) IS NOT NULL
"""


@dataclass
class Reusable:
    """A database with the door that stays open between tests."""

    name: str
    door: psycopg.Connection
    tables: list[str] = field(init=False)
    shape: str = field(init=False)

    def __post_init__(self) -> None:
        self.door.execute("SET session_replication_role = replica")  # rows may go in any order
        self.tables = [name for (name,) in self.door.execute(TABLES)]
        self.shape = self._shape()

    def wiped(self) -> bool:
        """Empty it as if it were new; False where that would not be enough."""
        self.door.execute(SHOW_OUT)
        if self._shape() != self.shape:
            return False
        filled = self._filled()
        for table in filled:
            self.door.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        if filled:  # what was deleted would still take up the front of the table, and its rows their order from that
            self.door.execute(sql.SQL("VACUUM {}").format(sql.SQL(", ").join(map(sql.Identifier, filled))))
        self.door.execute(COUNT_FROM_ONE)
        return True

    def _shape(self) -> str:
        return self._one(SHAPE)

    def _filled(self) -> list[str]:
        asked = (
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
            for name in self.tables
        )
        return [name for (name,) in self.door.execute(sql.SQL(" UNION ALL ").join(asked))]

    def _one(self, query: str) -> str:
        (found,) = self.door.execute(query).fetchone() or ("",)
        return str(found)
