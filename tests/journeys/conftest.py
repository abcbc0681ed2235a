"""Sets the stage; ``tests/browser`` shares it, and whichever comes first registers it."""

import pytest

from tests.browser import stage


def pytest_configure(config: pytest.Config) -> None:
    if not config.pluginmanager.is_registered(stage):
        config.pluginmanager.register(stage, "the stage")
