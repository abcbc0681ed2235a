"""Statements drawn at random over the schema: what a careless or curious hand might write."""

import random
from collections.abc import Iterator, Mapping, Sequence

SHAPES = (
    "SELECT {columns} FROM {table} LIMIT 5",
    "SELECT * FROM {table} LIMIT 5",
    "SELECT count(*) FROM {table}",
    "SELECT max({column}) FROM {table}",
    "SELECT {column} FROM {table} ORDER BY {other} LIMIT 3",
    "SELECT a.{column}, b.* FROM {table} a, {second} b LIMIT 3",
    "SELECT a.* FROM {table} a LEFT JOIN {second} b ON a.{column} = b.{far} LIMIT 3",
    "SELECT (SELECT CAST({far} AS TEXT) FROM {second} LIMIT 1) FROM {table} LIMIT 1",
    "SELECT {column} FROM {table} WHERE EXISTS (SELECT {far} FROM {second})",
    "SELECT CAST({column} AS TEXT) FROM {table} UNION ALL SELECT CAST({far} AS TEXT) FROM {second}",
    "WITH {second} AS (SELECT {column} FROM {table}) SELECT * FROM {second} LIMIT 3",
    "WITH own_submission AS (SELECT {column} FROM {table}) SELECT * FROM own_submission",
    "SELECT upper(CAST({column} AS TEXT)) FROM {table} GROUP BY {column} HAVING count(*) > 0",
    "SELECT row_number() OVER (ORDER BY {column}), {other} FROM {table}",
    "SELECT CASE WHEN {column} IS NULL THEN 'none' ELSE CAST({column} AS TEXT) END FROM {table} LIMIT 4",
    "INSERT INTO {table} ({column}) SELECT {far} FROM {second} RETURNING *",
    "INSERT INTO {table} SELECT * FROM {table} RETURNING {column}",
    "UPDATE {table} SET {column} = {column} RETURNING *",
    "DELETE FROM {table} RETURNING {column}",
    "CREATE TABLE taken AS SELECT * FROM {table}",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM pg_stat_activity",
    "SELECT query_to_xml('SELECT * FROM {table}', true, true, '')",
    "PRAGMA table_info({table})",
    "SELECT * FROM {table} TABLESAMPLE SYSTEM (100)",
)


def random_statements(dice: random.Random, columns: Mapping[str, Sequence[str]], count: int) -> Iterator[str]:
    tables = sorted(columns)
    for _ in range(count):
        table, second = dice.choice(tables), dice.choice(tables)
        some = dice.sample(list(columns[table]), k=min(len(columns[table]), dice.randint(1, 3)))
        yield dice.choice(SHAPES).format(
            table=table, second=second, columns=", ".join(some), column=some[0],
            other=dice.choice(list(columns[table])), far=dice.choice(list(columns[second])),
        )  # fmt: skip
