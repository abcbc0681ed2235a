"""What the process apart answers about one file."""

import importlib
from typing import Any

from forum_app.documents.incoming.errors import CannotRead

#: What may be done with a file, and by which function; the cleaning part is heavy, so each is loaded when asked for.
DEEDS = {
    "read": ("forum_app.documents.incoming.reading", "read_here"),
    "clean": ("forum_app.documents.cleaning.clean", "clean_here"),
}


def answer(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    module, function = DEEDS[question.get("what", "read")]
    try:
        return {"read": vars(getattr(importlib.import_module(module), function)(question["name"], data))}
    except CannotRead as refused:
        return {"refused": type(refused).__name__, "sentence": str(refused)}
    except MemoryError:
        return {"refused": "UnpacksTooLarge", "sentence": ""}
