"""Routes of a test's own on an application, for what no page of the forum happens to show."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from tests.builders import make_forum
from tests.engines import Databases, dispose, make_app
from tests.pages import Browser


@contextmanager
def app_with(
    databases: Databases, data: Path, routes: dict[str, Callable[..., Any]], **settings: Any
) -> Iterator[Flask]:
    """The application with the forum set up, and these routes at these addresses."""
    with databases.fresh() as url:
        app = make_app(url, data, **settings)
        app.test_client_class = Browser
        for address, view in routes.items():
            app.add_url_rule(address, view.__name__, view, methods=["GET", "POST"])
        with app.app_context():
            make_forum()
        yield app
        dispose(app)
