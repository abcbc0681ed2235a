"""Has a file read by a process of its own, which can be stopped and cannot take the server with it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from forum_app.documents.incoming.errors import BY_NAME, Damaged, TookTooLong
from forum_app.documents.incoming.marked import IncomingText
from forum_app.documents.incoming.reading import check_size

#: Seconds by the clock on the wall. The child's own bound is on seconds of work.
DEADLINE = 10.0
_CHILD = Path(__file__).with_name("child.py")
#: What Windows and non-standard installations need to start Python at all; no setting or secret goes along.
_PASSED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_STOPPED = {-int(getattr(signal, name)) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}


def text_of(name: str, data: bytes) -> IncomingText:
    """The text of a file that somebody brought, lightly marked. Raises CannotRead of one kind or another."""
    check_size(data)
    return IncomingText(**ask("read", name, data))


def ask(task: str, name: str, data: bytes) -> dict[str, Any]:
    """What the child says of a file. Raises CannotRead of one kind or another."""
    said = _asked(task, name, data)
    if "read" in said:
        found: dict[str, Any] = said["read"]
        return found
    raise BY_NAME[said["refused"]](said["sentence"])


def _asked(task: str, name: str, data: bytes) -> dict[str, Any]:
    question = json.dumps({"task": task, "name": name}).encode() + b"\n" + data
    with subprocess.Popen(  # noqa: S603  this Python and a file of this package; the file goes by pipe
        [sys.executable, "-P", "-X", "utf8", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as child:
        try:
            said, _ = child.communicate(question, timeout=DEADLINE)
        except subprocess.TimeoutExpired as late:
            child.kill()
            raise TookTooLong from late
    return _answer(child.returncode, said)


def _answer(code: int, said: bytes) -> dict[str, Any]:
    """Raises TookTooLong, Damaged."""
    if code in _STOPPED:
        raise TookTooLong
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError as unsaid:
        raise Damaged from unsaid
    return answer


def _environment() -> dict[str, str]:
    """The child finds the same libraries, and knows nothing else of this process."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
