# ruff: noqa: E501  a line is a case of a table
"""One fictional meeting, to be written in every format, and the marked text that each must give."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    kind: str  # h1, h2, p, bold, bullet, number, table
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def h1(text: str) -> Block:
    return Block("h1", text)


def h2(text: str) -> Block:
    return Block("h2", text)


def p(text: str) -> Block:
    return Block("p", text)


def bullet(text: str) -> Block:
    return Block("bullet", text)


def number(text: str) -> Block:
    return Block("number", text)


MEETING = (
    h1("Harbour forum: minutes of the meeting"),
    p("Date: Tuesday 4 June 2024\nTime: 4.30pm for 5pm\nVenue: Rope Loft, Harbour Lane"),
    h2("1. Welcome"),
    p("Ama Quill opened the meeting – it was the café’s first evening as a host – and thanked the bakers."),
    h2("Questions"),
    p("Question 1: May a family borrow the loft’s “big” loom? It costs £5 elsewhere."),
    p("LA response: Yes. The borrowing list hangs beside the door."),
    bullet("Bring wool of two colours"),
    bullet("Bring paper"),
    Block("bold", "News from the pier"),
    p("The pier opens in July."),
    number("First come the small boats"),
    number("Then come the tall ships"),
    h2("Action points"),
    Block("table", rows=(("Who", "What", "By when"), ("Ama Quill", "Send the loom list", "30 June"), ("Bo Hull", "Paint", "July"))),
    p("The next meeting is on Tuesday 3 September 2024 at 4.30pm."),
)  # fmt: skip

MARKED = """\
# Harbour forum: minutes of the meeting

Date: Tuesday 4 June 2024
Time: 4.30pm for 5pm
Venue: Rope Loft, Harbour Lane

## 1. Welcome

Ama Quill opened the meeting – it was the café’s first evening as a host – and thanked the bakers.

## Questions

Question 1: May a family borrow the loft’s “big” loom? It costs £5 elsewhere.

LA response: Yes. The borrowing list hangs beside the door.

- Bring wool of two colours
- Bring paper

## News from the pier

The pier opens in July.

1. First come the small boats
2. Then come the tall ships

## Action points

| Who | What | By when |
| Ama Quill | Send the loom list | 30 June |
| Bo Hull | Paint | July |

The next meeting is on Tuesday 3 September 2024 at 4.30pm."""
