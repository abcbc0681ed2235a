"""Runs as a program of its own: one file in, its text or a clean copy out, within bounds of time and memory.

It is started by its path, with the name and the file on standard input, and answers with JSON. It stands in
for the package ``forum_app``, whose own start-up would load the whole web application for one file.
"""

import importlib
import json
import logging
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

try:
    import resource
except ImportError:  # Windows has no such bounds; the deadline of the parent holds there too
    resource = None  # type: ignore[assignment]

SECONDS_OF_WORK = 5
MOST_MEMORY = 512 * 1024 * 1024
MOST_WRITTEN = 8 * 1024 * 1024  # compiled modules may be kept; nothing else is ever written
#: What may be done with a file, and by which function.
TASKS = {
    "read": ("forum_app.documents.incoming.reading", "read_here"),
    "clean": ("forum_app.documents.cleaning.clean", "clean_here"),
}
PACKAGE = Path(__file__).resolve().parents[2]


def main() -> None:
    stay_within_bounds()
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    logging.disable(logging.CRITICAL)
    only_the_package_itself()
    sys.stdout.buffer.write(json.dumps(answer(request["name"], data, request.get("task", "read"))).encode())
    sys.stdout.buffer.flush()


def stay_within_bounds() -> None:
    """Bounds that the system enforces. macOS knows the one on memory but does not keep it."""
    if resource is None:
        return
    for which, bound in (
        (resource.RLIMIT_CPU, SECONDS_OF_WORK),
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(which, (bound, bound))
        except (ValueError, OSError):
            continue


def only_the_package_itself() -> None:
    package = ModuleType("forum_app")
    package.__path__ = [str(PACKAGE)]
    sys.modules["forum_app"] = package


def answer(name: str, data: bytes, task: str = "read") -> dict[str, Any]:
    module, function = TASKS[task]
    errors = importlib.import_module("forum_app.documents.incoming.errors")
    try:
        return {"read": vars(getattr(importlib.import_module(module), function)(name, data))}
    except errors.CannotRead as refused:
        return {"refused": type(refused).__name__, "sentence": str(refused)}
    except MemoryError:
        return {"refused": "UnpacksTooLarge", "sentence": ""}


if __name__ == "__main__":
    main()
