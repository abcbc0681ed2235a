"""Serving the web pages, in processes of their own."""

import errno
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from importlib import import_module
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from forum_app import places

#: One process with a few threads suits one database file and a small machine.
THREADS = 4
#: How long a page being made when the forum is stopped may still take.
SECONDS_TO_FINISH = 5
#: The first page comes before the first job.
SECONDS_BEFORE_WORK = 3
SECONDS_BEFORE_ANOTHER = 5


def serve() -> None:
    """Serve until stopped; Ctrl-C, a polite kill, or closing the window end it cleanly."""
    address, port = check_address()
    if sys.platform == "linux":  # the worker shares what is loaded already: half the start, half the memory
        multiprocessing.set_start_method("fork", force=True)
        gc.freeze()
    gc.enable()
    keeper = _start_keeper() if os.environ.get("WORKER", "yes").lower() not in {"no", "0", "off"} else None
    server = Granian(
        "forum_app.wsgi:app",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("WEB_WORKERS") or 1),
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_access=False,  # who read what is nobody's business
        log_level=LogLevels.warning,
    )
    at_hangup = server.signal_handler_interrupt if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL else signal.SIG_IGN
    # A closed window says SIGHUP; the server would take it as a wish to reload, and live on unseen.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, at_hangup))
    click.echo("Ctrl-C stops it.")
    try:
        server.serve(target_loader=_Load(os.getpid()), wrap_loader=False)
    finally:
        if keeper is not None:
            _end(keeper)


def check_address() -> tuple[str, int]:
    """The numeric address and the port to listen on; raises a sentence where that cannot be.

    Asked first, because the server shares its port: a second forum would get half of the first one's visitors.
    """
    try:
        config = places.config_module().Config.from_environment()
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    try:
        family, kind, _, _, address = socket.getaddrinfo(config.HOST, config.PORT, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise click.ClickException(_why_not(error, config.HOST, config.PORT)) from None
    return str(address[0]), config.PORT


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken, perhaps by this forum in another window; PORT={port + 1} ./run uses another."
    if error.errno == errno.EACCES:
        return f"Port {port} is only for the system's administrator; PORT=8000 ./run uses another."
    return f"HOST={host} is not an address of this computer; leave it out, or use HOST=127.0.0.1."


class _Load:
    """Loads the application in the worker; a class, because a worker that is spawned unpickles it."""

    def __init__(self, parent: int) -> None:
        self.parent = parent

    def __call__(self) -> Any:
        # Ctrl-C reaches every process of the terminal's group, and the parent then tells the worker as well:
        # a worker of granian 2.8 that is told twice never ends. In a group of its own it is told once.
        os.setpgid(0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until the server listens for it
        threading.Thread(target=self._end_with_the_parent, daemon=True).start()
        return import_module("forum_app.wsgi").app  # makes the application as it is loaded

    def _end_with_the_parent(self) -> None:
        while os.getppid() == self.parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)


def _start_keeper() -> multiprocessing.Process:
    keeper = multiprocessing.Process(target=_keep_worker, args=(os.getpid(),))
    keeper.start()
    return keeper


def _keep_worker(parent: int) -> None:
    """Keep one worker running beside the web, and end it with whoever started us."""
    os.setpgid(0, 0)  # Ctrl-C is for the parent, who tells us
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    pause = SECONDS_BEFORE_WORK
    while os.getppid() == parent and not ending.wait(pause):
        worker = multiprocessing.Process(target=_work, args=(os.getpid(),))
        worker.start()
        while worker.is_alive() and os.getppid() == parent and not ending.wait(1):
            pass
        _end(worker)
        pause = SECONDS_BEFORE_ANOTHER


def _work(keeper: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until the worker listens for it
    app = import_module("forum_app.wsgi").app
    import_module("forum_app.worker").work(app, ended=lambda: os.getppid() != keeper)


def _end(process: multiprocessing.Process) -> None:
    """Politely, then not: a worker that is killed loses nothing."""
    process.terminate()
    process.join(SECONDS_TO_FINISH)
    if process.is_alive():
        process.kill()
        process.join()
