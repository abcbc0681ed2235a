"""Letters are composed where a date is chosen or a room answered, so these tests have the templates."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.builders import make_forum


@pytest.fixture
def running(either_app: Flask) -> Iterator[Flask]:
    """Either engine with templates, and the forum set up."""
    with either_app.app_context():
        make_forum()
        yield either_app
