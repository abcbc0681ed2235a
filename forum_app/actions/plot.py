"""Promises through the years as bars to draw: plain counts in, places and sizes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum_app.actions.queries import OfYear

WIDTH, HEIGHT, TOP, BOTTOM, LEFT = 360, 190, 22, 24, 30
#: Further back the table alone tells.
MOST_YEARS = 10
BROADEST = 44


@dataclass(frozen=True)
class Part:
    """One stretch of a bar: kept, open, or given up."""

    look: str
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    of: OfYear
    x: float
    width: float
    middle: float
    top: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Mark:
    """A line across, with the number that it stands for."""

    value: int
    y: float


@dataclass(frozen=True)
class Plot:
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM


def plot_of(years: Sequence[OfYear]) -> Plot | None:
    """Nothing where there is one year only: a single bar compares nothing."""
    shown = years[-MOST_YEARS:]
    if len(shown) < 2:
        return None
    most = max(of.made for of in shown)
    one = (HEIGHT - TOP - BOTTOM) / most
    place = (WIDTH - LEFT) / len(shown)
    bars = [_bar(of, LEFT + place * number, place, one) for number, of in enumerate(shown)]
    marks = [Mark(value, round(HEIGHT - BOTTOM - value * one, 1)) for value in _round_values(most)]
    return Plot(tuple(bars), tuple(marks))


def _bar(of: OfYear, start: float, place: float, one: float) -> Bar:
    width = min(BROADEST, place * 0.7)
    base, parts = float(HEIGHT - BOTTOM), []
    for look, count in (("kept", of.kept), ("open", of.open), ("dropped", of.not_done)):
        height = count * one
        base -= height
        if count:
            parts.append(Part(look, round(base, 1), round(height, 1)))
    middle = start + place / 2
    return Bar(of, round(middle - width / 2, 1), round(width, 1), round(middle, 1), round(base, 1), tuple(parts))


def _round_values(most: int) -> list[int]:
    """Two or three numbers for the lines across."""
    steps = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
    step = next((step for step in steps if most / step <= 3), steps[-1])
    return list(range(step, most + 1, step))
