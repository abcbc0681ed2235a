"""Granian beside waitress and gunicorn: the same demo forum, one process and four threads each.

    .venv/bin/python benchmarks/servers.py [ROUNDS]

Waitress and gunicorn go into an environment that is thrown away afterwards. The rounds are interleaved, so
that whatever else the machine does meets all three; read the ratios rather than the figures. A few minutes.
"""

import os
import re
import signal
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

from loopback import ROOT, free_port, get, load, memory_in_words, wait_for_page

VISITORS, EACH = 8, 20
OTHERS = ("waitress>=3,<4", "gunicorn>=23,<27")
WAITRESS = """
import logging; logging.getLogger("waitress.queue").disabled = True
from forum_app.wsgi import app
from waitress import serve; serve(app, listen="127.0.0.1:{port}", threads=4)
"""
COMMANDS = {
    "granian": ["-c", "from forum_app.serve import serve; serve()"],
    "waitress": ["-c", WAITRESS],
    "gunicorn": [
        "-m",
        "gunicorn",
        "--threads=4",
        "--bind=127.0.0.1:{port}",
        "--log-level=error",
        "forum_app.wsgi:app",
    ],
}


def main(rounds: int) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        python = environment_with_others(folder)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "FORUM_DATA": str(folder / "data")}
        ready = "from forum_app.cli import main; main(['get-ready'])"
        subprocess.run([python, "-c", ready], env=environment, check=True, stdout=subprocess.DEVNULL)

        ports, processes = {}, {}
        for name, words in COMMANDS.items():
            ports[name] = free_port()
            processes[name] = subprocess.Popen(
                [python, *(word.format(port=ports[name]) for word in words)],
                env={**environment, "PORT": str(ports[name])},
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
            stack.callback(end, processes[name])
            wait_for_page(ports[name], processes[name])

        for path in pages(ports["granian"]):
            for port in ports.values():
                load(port, path, VISITORS, 5)  # templates are compiled, connections made
            rates, times = defaultdict(list), defaultdict(list)
            for number in range(rounds):
                order = list(COMMANDS) if number % 2 else list(reversed(COMMANDS))
                for name in order:
                    rate, took = load(ports[name], path, VISITORS, EACH)
                    rates[name].append(rate)
                    times[name] += took
            say(path, rates, times)
        for name, process in processes.items():
            print(f"{name:10} {memory_in_words(process.pid)}")


def environment_with_others(folder: Path) -> str:
    subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True)
    python = str(folder / "env/bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *OTHERS], check=True, stderr=subprocess.DEVNULL)
    (site,) = (folder / "env/lib").glob("python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return python


def pages(port: int) -> list[str]:
    """Home, the archive, and the first meeting the archive links to."""
    archive = get(HTTPConnection("127.0.0.1", port), "/meetings").decode()
    meetings = re.findall(r'href="(/meetings/\d+)"', archive)
    return ["/", "/meetings", *meetings[-1:]]


def say(path: str, rates: dict[str, list[float]], times: dict[str, list[float]]) -> None:
    print(f"{path}: {VISITORS} visitors, {len(rates['granian'])} rounds of {VISITORS * EACH} pages")
    base = statistics.median(rates["granian"])
    for name in COMMANDS:
        values = rates[name]
        median, usual, slow = statistics.median(values), *(1000 * part for part in middle_and_slow(times[name]))
        rate = f"{median:7.0f} pages/s {median / base:6.2f}"
        print(f"  {name:10}{rate}   {usual:6.1f} ms usual {slow:6.1f} ms slow (95%)")


def middle_and_slow(times: list[float]) -> tuple[float, float]:
    parts = statistics.quantiles(times, n=20)
    return parts[9], parts[18]


def end(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGTERM if process.poll() is None else 0)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
