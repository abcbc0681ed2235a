import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, func, select

from forum_app import retention
from forum_app.audit import AuditEntry
from forum_app.db import db
from forum_app.people.models import Grant, Person

A_PAGE = 50
#: Columns that prove who somebody is: what they hold is told, and not what it is.
SECRET = re.compile(r"hash|secret|salt|token|key|credential|last_step|sign_count")


def deeds(page: int) -> tuple[list[tuple[datetime, str, str | None]], int]:
    """What was done, newest first: when, what, and by whom where an account of theirs is left; and how many in all."""
    rows = db.session.execute(
        select(AuditEntry.at, AuditEntry.sentence, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.by_id)
        .order_by(AuditEntry.id.desc())
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    return [(at, sentence, name) for at, sentence, name in rows], db.session.scalar(
        select(func.count(AuditEntry.id))
    ) or 0


def former_helpers(day: date) -> Sequence[Person]:
    """Those whose every role has ended."""
    held = select(Grant.id).where(Grant.person_id == Person.id, (Grant.ends_on.is_(None)) | (Grant.ends_on >= day))
    return db.session.scalars(select(Person).where(~held.exists()).order_by(Person.name, Person.id)).all()


def everything_about(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about a person, under what the page on keeping calls it: also rows of tables yet to come.

    Moments are told as days. What proves who they are is left out.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for table, column in _about_people():
        rows = db.session.execute(select(table).where(column == person_id).order_by(*table.primary_key)).mappings()
        shown = [one.name for one in table.columns if _is_shown(one) and one is not column]
        told = [{name: _plain(row[name]) for name in shown} for row in rows]
        if told:
            found.setdefault(retention.line_of(table.name).data, []).extend(told)
    return found


def _about_people() -> Iterator[tuple[Table, Column[Any]]]:
    person = db.metadata.tables["person"]
    yield person, person.c.id
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table is person for key in column.foreign_keys):
                yield table, column


def _is_shown(column: Column[Any]) -> bool:
    counts_rows = column.primary_key and column.type.python_type is int
    return not (SECRET.search(column.name) or isinstance(column.type, LargeBinary) or counts_rows)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    return value
