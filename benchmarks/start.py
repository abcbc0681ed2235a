"""How long ./run takes to its first page on an installed tree, and what it then weighs.

.venv/bin/python benchmarks/start.py [ROUNDS]
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile

from loopback import ROOT, free_port, memory_in_words, wait_for_page


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as data:
        first, _ = start(data)
        print(f"with a new demo forum  {first:5.2f} s")
        measured = [start(data) for _ in range(rounds)]
    seconds = sorted(second for second, _ in measured)
    print(f"every time after       {statistics.median(seconds):5.2f} s  ({seconds[0]:.2f} to {seconds[-1]:.2f})")
    print(f"memory                 {measured[-1][1]}")


def start(data: str) -> tuple[float, str]:
    port = free_port()
    process = subprocess.Popen(
        [str(ROOT / "run")],
        env={**os.environ, "FORUM_DATA": data, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return wait_for_page(port, process), memory_in_words(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
