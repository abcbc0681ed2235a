"""Asks the process apart: one question in JSON, one file behind it, one answer in JSON."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("child.py")
#: What Windows and non-standard installations need to start Python at all; no setting or secret goes along.
_PASSED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_STOPPED = {-int(getattr(signal, name)) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}


class RanTooLong(Exception):
    """It was stopped at its deadline, or by the system for working too long."""


class BrokeDown(Exception):
    """It ended without an answer."""


def ask(task: str, question: dict[str, Any], data: bytes, *, deadline: float, child: Path = CHILD) -> dict[str, Any]:
    """The answer of the process apart to one task that `child.TASKS` names. Raises RanTooLong, BrokeDown.

    The deadline is by the clock on the wall; the child's own bound is on seconds of work.
    """
    sent = json.dumps({"task": task, **question}).encode() + b"\n" + data
    with subprocess.Popen(  # noqa: S603  this Python and a file of this package; the data goes by pipe
        [sys.executable, "-P", "-X", "utf8", str(child)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as running:
        try:
            said, _ = running.communicate(sent, timeout=deadline)
        except subprocess.TimeoutExpired as late:
            running.kill()
            raise RanTooLong from late
    return _answer(running.returncode, said)


def _answer(code: int, said: bytes) -> dict[str, Any]:
    if code in _STOPPED:
        raise RanTooLong
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError as unsaid:
        raise BrokeDown from unsaid
    return answer


def _environment() -> dict[str, str]:
    """The child finds the same libraries, and knows nothing else of this process."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
