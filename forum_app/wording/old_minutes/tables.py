"""Tables unfolded into what the reader knows: labels of the head, headings with their text, rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .label_words import COLUMNS, LISTS_OF_PEOPLE
from .labels import fields_of
from .lines import Line
from .rows import Row
from .vocabulary import plain

_ROW = re.compile(r"\s*\|.*\|\s*")
_CELL_END = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[:\-\s|=+]*")
_BREAK_WITHIN_A_CELL = re.compile(r"\s+/\s+|<br ?/?>")
_COLUMN = {plain(name): column for column, names in COLUMNS.items() for name in names.split(", ")}

_Cells = tuple[int, list[str]]


def unfold_tables(lines: list[Line]) -> list[Line]:
    unfolded: list[Line] = []
    table: list[Line] = []
    for line in [*lines, Line(0, "")]:
        if _ROW.fullmatch(line.text):
            table.append(line)
            continue
        if table:
            unfolded += _unfold(table)
            table = []
        unfolded.append(line)
    return unfolded[:-1]


def _unfold(table: list[Line]) -> list[Line]:
    rows = [(line.number, _cells(line.text)) for line in table if not _RULE.fullmatch(line.text)]
    if not rows:
        return []
    columns = [_COLUMN.get(plain(cell).rstrip(" :"), "") for cell in rows[0][1]]
    unfold = _way_to_read(set(columns))
    if unfold:
        return _set_off(unfold(columns, rows[1:]))
    if any(fields_of(cells[0]) for _, cells in rows):
        return _set_off(line for row in rows for line in _labels(row))
    return table


def _way_to_read(columns: set[str]):  # type: ignore[no-untyped-def]
    if {"question", "response"} <= columns:
        return _questions
    if columns & {"topic", "notes"} and ("notes" in columns or columns & {"action", "owner"}):
        return _minutes
    if "action" in columns and columns & {"owner", "due", "status"}:
        return _actions
    return _people if {"name", "post"} <= columns else None


def _cells(text: str) -> list[str]:
    inner = text.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\\|", "|").strip("*_ ") for cell in _CELL_END.split(inner)]


def _by_column(columns: list[str], cells: list[str]) -> dict[str, str]:
    """What stands in each column; cells of two columns of one kind are put together."""
    found: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and cell:
            found[column] = f"{found[column]}, {cell}" if column in found else cell
    return found


def _questions(columns: list[str], rows: list[_Cells]) -> Iterator[Line]:
    for number, cells in rows:
        said = _by_column(columns, cells)
        asked, answer = _lines_of(said.get("question", "")), _lines_of(said.get("response", ""))
        row = Row("question", "\n".join(asked), said.get("number", ""), "\n".join(answer) or None)
        yield Line(number, " ".join(filter(None, cells)), row=row)


def _actions(columns: list[str], rows: list[_Cells]) -> Iterator[Line]:
    for number, cells in rows:
        said = _by_column(columns, cells)
        owner, due, status = (said.get(column, "") for column in ("owner", "due", "status"))
        row = Row("action", " ".join(_lines_of(said.get("action", ""))), owner=owner, due=due, status=status)
        if any(cells):
            yield Line(number, " ".join(filter(None, cells)), row=row)


def _minutes(columns: list[str], rows: list[_Cells]) -> Iterator[Line]:
    for number, cells in rows:
        said = _by_column(columns, cells)
        topic = " ".join(filter(None, (said.get("number"), said.get("topic"))))
        if topic:
            yield Line(number, topic, level=2)
        for text in _lines_of(said.get("notes", "")):
            yield Line(number, text)
            yield Line(number, "")
        for text in _lines_of(said.get("action", "")):
            row = Row("action", text, owner=said.get("owner", ""), due=said.get("due", ""))
            yield Line(number, text, row=row)
        if said.get("owner") and not said.get("action"):
            yield Line(number, said["owner"], row=Row("action_by", "", owner=said["owner"], due=said.get("due", "")))


def _people(columns: list[str], rows: list[_Cells]) -> Iterator[Line]:
    if rows:
        yield Line(rows[0][0], "Present:")
    for number, cells in rows:
        said = _by_column(columns, cells)
        yield Line(number, " – ".join(filter(None, (said.get("name"), said.get("post")))))


def _labels(row: _Cells) -> Iterator[Line]:
    """ "| Date | 3 June | Venue | Hall |" is two labels with their values."""
    number, cells = row
    while cells:
        label, values, cells = cells[0], cells[1:2], cells[2:]
        if not fields_of(label):
            yield Line(number, " ".join(filter(None, (label, *values, *cells))))
            return
        people = set(fields_of(label)) & LISTS_OF_PEOPLE
        value = "; ".join(_lines_of(values[0])) if people and values else "".join(values)
        yield Line(number, f"{label.rstrip(': ')}: {value}")


def _lines_of(cell: str) -> list[str]:
    return [piece.strip() for piece in _BREAK_WITHIN_A_CELL.split(cell) if piece.strip()]


def _set_off(lines: Iterable[Line]) -> list[Line]:
    whole = list(lines)
    return [Line(whole[0].number, ""), *whole, Line(whole[-1].number, "")] if whole else []
