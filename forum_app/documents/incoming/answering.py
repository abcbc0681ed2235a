"""What the process apart answers about one file."""

from typing import Any

from forum_app.documents.incoming import reading
from forum_app.documents.incoming.errors import CannotRead


def answer(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        return {"read": vars(reading.read_here(question["name"], data))}
    except CannotRead as refused:
        return {"refused": type(refused).__name__, "sentence": str(refused)}
    except MemoryError:
        return {"refused": "UnpacksTooLarge", "sentence": ""}
