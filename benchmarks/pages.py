"""CPU time a page costs, beside a bare Flask page with the same content; figures only, nothing is asserted.

    .venv/bin/python -m benchmarks.pages

The bare page reads three tables of one SQLite file with plain SQL and fills a plain template with the same words.
Both run in this process, in turn, so that a busy machine slows both.
"""

import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, render_template_string
from markupsafe import Markup
from sqlalchemy import event

from forum_app import create_app, demo, schema
from forum_app.clock import now
from forum_app.db import db
from forum_app.places import config_module

ROUNDS, PER_ROUND = 12, 25
PAGES = ("/", "/meetings", "/meetings/2", "/meetings/3", "/promises", "/promises/1", "/meetings/3/meeting.ics")
BARE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><main>
{% for part in parts %}<section><h2>{{ part.title }}</h2>{{ part.html }}</section>{% endfor %}
</main></body></html>"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours = _ours(folder)
        client = ours.test_client()
        bare = _bare(Path(folder) / "bare.db", client.get("/meetings/2").text).test_client()
        costs: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            costs.setdefault("bare page", []).append(_milliseconds(lambda: bare.get("/")))
            for page in PAGES:
                costs.setdefault(page, []).append(_milliseconds(lambda page=page: client.get(page)))
        _print(costs, {page: _queries(ours, client, page) for page in PAGES}, client)
        with ours.app_context():
            db.engine.dispose()


def _ours(folder: str) -> Flask:
    environ = {**os.environ, "FORUM_DATA": folder, "DATABASE_URL": os.environ.get("DATABASE_URL", "")}
    app = create_app(config_module().Config.from_environment(environ))
    with app.app_context():
        schema.bring_up_to_date()
        demo.load(now=now())
        db.session.commit()
    return app


def _bare(path: Path, content: str) -> Flask:
    app = Flask("bare")
    tables = ("meeting", "item", "question")
    with sqlite3.connect(path) as connection:
        third = len(content) // 3 + 1
        for place, table in enumerate(tables):
            connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, title TEXT, html TEXT)")
            words = content[place * third : (place + 1) * third]
            connection.execute(f"INSERT INTO {table} (title, html) VALUES (?, ?)", (table, words))  # noqa: S608

    @app.get("/")
    def page() -> str:
        reader = sqlite3.connect(path)
        rows = [reader.execute(f"SELECT title, html FROM {table}").fetchall() for table in tables]  # noqa: S608
        reader.close()
        parts = [{"title": title, "html": Markup(html)} for table in rows for title, html in table]  # noqa: S704
        return render_template_string(BARE, title="Bare", parts=parts)

    return app


def _milliseconds(get: Callable[[], object]) -> float:
    get()
    began = time.process_time()
    for _ in range(PER_ROUND):
        get()
    return (time.process_time() - began) / PER_ROUND * 1000


def _queries(app: Flask, client: object, page: str) -> int:
    counted: list[str] = []
    with app.app_context():
        engine = db.engine

    def count(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            counted.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    client.get(page)  # type: ignore[attr-defined]
    event.remove(engine, "before_cursor_execute", count)
    return len(counted)


def _print(costs: dict[str, list[float]], queries: dict[str, int], client: object) -> None:
    bare = statistics.median(costs["bare page"])
    print(f"{'page':<28}{'CPU ms':>8}{'of bare':>9}{'queries':>9}{'bytes':>9}{'gzip':>8}")
    for page, rounds in costs.items():
        cost = statistics.median(rounds)
        sizes = ("", "") if page not in queries else _sizes(client, page)
        print(f"{page:<28}{cost:>8.2f}{cost / bare:>8.1f}x{queries.get(page, 3):>9}{sizes[0]:>9}{sizes[1]:>8}")


def _sizes(client: object, page: str) -> tuple[int, int]:
    get = client.get  # type: ignore[attr-defined]
    return len(get(page).data), len(get(page, headers={"Accept-Encoding": "gzip"}).data)


if __name__ == "__main__":
    main()
