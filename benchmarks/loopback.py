"""What the benchmarks share: a free port, waiting for a page, load over loopback, and memory."""

import http.client
import socket
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_page(port: int, process: "subprocess.Popen[bytes]") -> float:
    """Seconds until the first page is there."""
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}")
        try:
            get(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE), "/")
        except OSError:
            time.sleep(0.01)
        else:
            return time.perf_counter() - began
    raise SystemExit("no page came")


def get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")
    return body


def load(port: int, path: str, visitors: int, each: int) -> tuple[float, list[float]]:
    """Pages a second, and how long each took, with so many visitors who keep their connection open."""
    times: list[float] = []

    def visit() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        for _ in range(each):
            began = time.perf_counter()
            get(connection, path)
            times.append(time.perf_counter() - began)
        connection.close()

    threads = [threading.Thread(target=visit) for _ in range(visitors)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(times) != visitors * each:
        raise SystemExit(f"only {len(times)} of {visitors * each} pages came")
    return len(times) / (time.perf_counter() - began), times


def family(pid: int) -> list[int]:
    """A process, its children and theirs."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [pid]
    for member in found:  # grows as it goes
        found += [child for child, parent in pairs if parent == member]
    return found


def megabytes(pid: int) -> tuple[float, float]:
    """Resident memory, and its share when what several processes hold in common is divided among them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024


def memory_in_words(pid: int) -> str:
    if not Path("/proc/self/smaps_rollup").exists():
        return "memory is only measured on Linux"
    sizes = [megabytes(member) for member in family(pid)]
    each = " + ".join(f"{resident:.0f}" for resident, _ in sizes)
    return f"{each} MB resident, {sum(share for _, share in sizes):.0f} MB in all"
