"""Values as people read them, for templates."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup, escape

from forum_app.clock import day_in_words, minutes_in_words, time_in_words
from forum_app.documents.markdown import to_html


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day_in_words,
        time=time_in_words,
        minutes=minutes_in_words,
        times=times_in_words,
        day_element=day_element,
        moment=moment_in_words,
        markdown=lambda text: Markup(to_html(text)),  # noqa: S704 - cleaned by to_html
        lines=lines_kept,
        words=lambda text: str(text).replace("_", " "),
        plural=plural,
        capitalize_first=lambda text: str(text)[:1].upper() + str(text)[1:],
    )


def times_in_words(meeting: object) -> str:
    """The three facts of a meeting's time in one phrase: doors, start, and the latest finish."""
    doors, starts, ends = (getattr(meeting, name) for name in ("doors_at", "starts_at", "ends_by"))
    if starts is None:
        return f"finishing by {time_in_words(ends)}" if ends else "time to be agreed"
    opening = (
        f"{time_in_words(doors)} for {time_in_words(starts)}" if doors and doors != starts else time_in_words(starts)
    )
    return f"{opening}, finishing by {time_in_words(ends)}" if ends else opening


def day_element(day: date) -> Markup:
    """A day in words that machines can read as well."""
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), day_in_words(day))


def moment_in_words(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_in_words(local.date())}, {time_in_words(time(local.hour, local.minute))}"


def lines_kept(text: str) -> Markup:
    """Plain text with its line ends, nothing else."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def plural(count: int, one: str, many: str | None = None) -> str:
    """“1 promise”, “3 promises”."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
