"""What went wrong, for the log: which error, where in the code, at which route. Never who, and never a value.

The message of an error may repeat what somebody typed (a database quotes the row it refuses), so it stays out, as
do addresses with their parameters, numbers of people, and where a request came from.
"""

import logging
import secrets
import traceback
from collections.abc import Iterator
from typing import Any

from flask import Flask, current_app, request

from forum_app import places

#: Where database drivers say in one fixed word what was wrong.
FIXED_WORDS = ("sqlite_errorname", "sqlstate")
MOST_CAUSES = 5


def init_app(app: Flask) -> None:
    # What fails while an answer is being finished is logged by Flask itself, with its address and its message.
    app.log_exception = lambda exc_info: _log_again(exc_info)  # type: ignore[method-assign]
    app.logger.addFilter(_without_messages)


def log_without_identities(error: BaseException) -> str:
    """Log an error; answers the reference by which it can be found."""
    reference = secrets.token_hex(4)
    current_app.logger.error(
        "reference %s: %s at %s\n%s", reference, _kind(error), request.endpoint, "\n".join(_trace(error))
    )
    return reference


def _without_messages(record: logging.LogRecord) -> bool:
    """Whoever logs an error with its traceback: the message stays out of it."""
    if record.exc_info and record.exc_info[1]:
        record.msg, record.args = "\n".join([record.getMessage(), *_trace(record.exc_info[1])]), ()
        record.exc_info = record.exc_text = None
    return True


def _log_again(exc_info: Any) -> None:
    log_without_identities(exc_info[1])


def _trace(error: BaseException) -> Iterator[str]:
    """Each error down to the first cause, with the lines of code it went through."""
    seen: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if seen is None:
            return
        yield _kind(seen)
        for frame in traceback.extract_tb(seen.__traceback__):
            yield f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"
        seen = seen.__cause__ or seen.__context__


def _kind(error: BaseException) -> str:
    words = [str(getattr(error, name)) for name in FIXED_WORDS if getattr(error, name, None)]
    return f"{type(error).__module__}.{type(error).__qualname__}" + (f" ({', '.join(words)})" if words else "")


def _short(filename: str) -> str:
    return filename.removeprefix(f"{places.PACKAGE.parent}/")
