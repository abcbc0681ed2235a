"""./run in a copy of the working tree: a real server, real signals, no registry."""

import hashlib
import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = Path(sysconfig.get_paths()["purelib"])
LOCKS = ("requirements.lock", "requirements-test.lock")
PATIENCE = 60  # seconds for anything that should take two
WITH_REGISTRY = os.environ.get("FORUM_PROOF") == "1" or os.environ.get("CI")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for sh")


@dataclass
class House:
    """A copy of the checkout, with a port and data of its own."""

    path: Path
    port: int

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return {**kept, "PORT": str(self.port), "FORUM_DATA": str(self.path / "data"), **more}

    def command(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one of its programs to the end."""
        return subprocess.run(
            [str(self.path / words[0]), *words[1:]],
            env=self.environment(**more),
            cwd="/",
            capture_output=True,
            text=True,
            timeout=2 * PATIENCE,
            check=False,
        )

    def content(self) -> dict[str, str]:
        """What is kept, file by file."""
        data = self.path / "data"
        return {
            str(file.relative_to(data)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(data.rglob("*"))
            if file.is_file()
        }

    def open(self, path: str = "/") -> tuple[int, str]:
        return fetch(urllib.request.build_opener(), f"http://127.0.0.1:{self.port}{path}")


@dataclass
class Running:
    """A started forum and what it has printed."""

    process: "subprocess.Popen[str]"
    house: House
    printed: Path
    #: Whether it keeps a worker for the jobs beside the web, which it starts before it serves.
    has_keeper: bool = True

    def text(self) -> str:
        return self.printed.read_text()

    def wait_for_page(self) -> tuple[int, str]:
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up and self.process.poll() is None:
            with suppress(OSError):
                return self.house.open()
            time.sleep(0.02)
        pytest.fail(f"no page came; it printed:\n{self.text()}")

    def link(self) -> str:
        found = re.search(r"http\S+/sign-in/\S+", self.text())
        assert found, self.text()
        return found[0]

    def workers(self) -> list[int]:
        """The processes that serve pages."""
        return children(self.process.pid)[self.has_keeper :]

    def job_worker(self) -> int | None:
        """The process that does the jobs, if it is up."""
        keepers = children(self.process.pid)[: self.has_keeper]
        return next(iter(children(keepers[0])), None) if keepers else None

    def everybody(self) -> list[int]:
        first = children(self.process.pid)
        return first + [pid for child in first for pid in children(child)]

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """As a terminal does it: every process of the group hears of it."""
        os.killpg(self.process.pid, how)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A copy with the packages that run these tests, so that nothing is fetched."""
    path = copy_of_the_tree(tmp_path_factory.mktemp("house's") / "a forum")
    site = empty_environment(path)
    (site / "borrowed.pth").write_text(f"{PACKAGES}\n")
    for lock in LOCKS:
        shutil.copy(path / lock, site / lock)
    return House(path, free_port())


@pytest.fixture(scope="module")
def started_once(house: House) -> House:
    """Where the forum has run before and been stopped."""
    if not house.content():
        with running(house) as forum:
            forum.wait_for_page()
    return house


def test_the_first_run_serves_a_page_and_prints_a_link_that_signs_in_once(house: House) -> None:
    with running(house) as forum:
        status, page = forum.wait_for_page()
        assert status == 200
        assert "<h1" in page
        assert sign_in(forum.link()) == 200
        assert sign_in(forum.link()) == 410
        assert_stops_cleanly(forum, signal.SIGINT)


def test_a_second_run_changes_nothing_and_its_port_is_not_shared_with_a_third(started_once: House) -> None:
    before = started_once.content()
    assert before
    with running(started_once, WORKER="no") as forum:  # the worker's jobs leave their mark
        assert forum.wait_for_page()[0] == 200
        third = started_once.command("run")
        assert third.returncode != 0
        assert re.fullmatch(r"Error: Port \d+ is taken, .* PORT=\d+ \./run uses another\.\n", third.stderr)
        assert_stops_cleanly(forum, signal.SIGTERM)
    assert started_once.content() == before


def test_a_closed_window_stops_it(started_once: House) -> None:
    with running(started_once) as forum:
        forum.wait_for_page()
        assert_stops_cleanly(forum, signal.SIGHUP)


def test_a_killed_worker_is_replaced_and_a_killed_parent_takes_its_worker_along(started_once: House) -> None:
    with running(started_once) as forum:
        forum.wait_for_page()
        (worker,) = forum.workers()
        os.kill(worker, signal.SIGKILL)
        eventually(lambda: forum.workers() not in ([worker], []))
        assert forum.wait_for_page()[0] == 200
        (worker,) = forum.workers()
        forum.process.kill()
        forum.process.wait(PATIENCE)
        eventually(lambda: not alive(worker))


def test_the_worker_beside_the_web_delivers_comes_back_when_killed_and_ends_with_it(house: House) -> None:
    """In the demo mails go to files, so nothing else is needed to see one delivered."""
    data = house.path / "with a worker"
    with running(house, FORUM_DATA=str(data)) as forum:
        forum.wait_for_page()
        eventually(lambda: forum.job_worker() is not None)
        os.kill(forum.job_worker() or 0, signal.SIGKILL)
        house.command(".venv/bin/forum", "trial-mail", "ines@example.org", FORUM_DATA=str(data))
        eventually(lambda: list(data.glob("mail/*.eml")) != [])
        worker = forum.job_worker()
        assert worker is not None
        forum.process.kill()
        forum.process.wait(PATIENCE)
        eventually(lambda: not alive(worker))


def test_every_job_is_a_command(started_once: House) -> None:
    ended = started_once.command(".venv/bin/forum", "job", "blank-bodies")
    assert (ended.returncode, ended.stdout) == (0, "Done; there was nothing to do.\n")
    assert "Mail is not set up" in started_once.command(".venv/bin/forum", "doctor").stdout


def test_a_setting_that_makes_no_sense_is_said_in_one_sentence(started_once: House) -> None:
    ended = started_once.command("run", PORT="eighty")
    assert ended.returncode != 0
    assert ended.stderr.startswith("Error: PORT")
    assert ended.stderr.count("\n") == 1


def test_an_empty_start_loads_no_demo(house: House) -> None:
    data = str(house.path / "another folder")
    with running(house, "--empty", FORUM_DATA=data) as forum:
        assert forum.wait_for_page()[0] == 200
    ended = house.command(".venv/bin/forum", "demo", "clear", FORUM_DATA=data)
    assert "no demo forum here" in ended.stderr


def test_the_forum_command_finds_the_data_beside_the_code_from_any_folder(started_once: House) -> None:
    before = started_once.content()
    ended = started_once.command(".venv/bin/forum", "sign-in-link", FORUM_DATA="")
    assert "/sign-in/" in ended.stdout
    assert started_once.content() == before


def test_what_it_does_not_know_is_refused_and_help_needs_no_installation(tmp_path: Path) -> None:
    bare = House(copy_of_the_tree(tmp_path / "bare"), free_port())
    assert "./run --empty" in bare.command("run", "--help").stdout
    assert bare.command("run", "--nonsense").stderr.count("\n") == 1
    assert not (bare.path / ".venv").exists()


def test_without_a_registry_it_says_so_in_one_sentence(tmp_path: Path) -> None:
    bare = House(copy_of_the_tree(tmp_path / "bare"), free_port())
    if (PACKAGES / "pip").is_dir():  # unpacking one takes longer than all the rest
        (empty_environment(bare.path) / "pip").symlink_to(PACKAGES / "pip")
    ended = bare.command("run", **no_registry(tmp_path))
    assert ended.returncode != 0
    assert ended.stderr.count("\n") == 1
    assert "registry" in ended.stderr


def assert_stops_cleanly(forum: Running, how: signal.Signals) -> None:
    assert forum.workers()
    workers = forum.everybody()
    assert forum.stop(how) == 0
    assert not [pid for pid in workers if alive(pid)]
    assert [line for line in forum.text().splitlines() if "rror" in line] == []


@pytest.mark.skipif(not WITH_REGISTRY, reason="needs the registry: FORUM_PROOF=1 or CI")
def test_the_installed_package_brings_the_forum_command_with_all_it_needs(tmp_path: Path) -> None:
    source = copy_of_the_tree(tmp_path / "source")
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    pip = [str(tmp_path / "env/bin/python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "-c", constraints(source, tmp_path), str(source)], check=True)
    environment = {"PATH": "/usr/bin:/bin", "FORUM_DATA": str(tmp_path / "data"), "HOME": str(tmp_path)}
    for words in (["--help"], ["migrate"], ["sign-in-link"]):
        subprocess.run([str(tmp_path / "env/bin/forum"), *words], env=environment, cwd=tmp_path, check=True)


# Plumbing


def empty_environment(path: Path) -> Path:
    """A .venv with nothing in it; the folder its packages go to."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(path / ".venv")], check=True)
    return path / ".venv" / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def hears_signals() -> None:
    """As in a terminal, even where these tests run in the background or under nohup, and ignore them."""
    for one in (signal.SIGINT, signal.SIGHUP):
        signal.signal(one, signal.SIG_DFL)


@contextmanager
def running(house: House, *words: str, **more: str) -> Iterator[Running]:
    printed = house.path / f"printed-{time.monotonic_ns()}"
    output: IO[str]
    with printed.open("w") as output:
        process = subprocess.Popen(
            [str(house.path / "run"), *words],
            env=house.environment(**more),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=hears_signals,
        )
    forum = Running(process, house, printed, has_keeper=more.get("WORKER") != "no")
    try:
        yield forum
    finally:
        if process.poll() is None:
            forum.stop()


def children(parent: int) -> list[int]:
    """In the order in which they were started."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=", "-o", "ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    return sorted(pid for pid, its_parent in pairs if its_parent == parent)


def copy_of_the_tree(target: Path) -> Path:
    """Every file that is or would be committed; without a repository, all but what is made."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        made = shutil.ignore_patterns(".venv", ".git", "data", "__pycache__", ".*_cache", ".hypothesis")
        return Path(shutil.copytree(ROOT, target, ignore=made))
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return target


def constraints(source: Path, folder: Path) -> str:
    """The locked versions, for an installation that is not asked for hashes."""
    pins = [line.rstrip(" \\") for line in (source / "requirements.lock").read_text().splitlines() if "==" in line]
    (folder / "constraints.txt").write_text("\n".join(pins) + "\n")
    return str(folder / "constraints.txt")


def no_registry(folder: Path) -> dict[str, str]:
    """Settings under which nothing can be fetched, whatever this machine's own say."""
    shell_tools = folder / "bin"  # a PATH without uv, which has settings of its own
    shell_tools.mkdir()
    for name in ("sh", "cat", "cmp", "cp", "dirname", "mv", "rm", "sed", "chmod", "mkdir"):
        (shell_tools / name).symlink_to(shutil.which(name) or name)
    return {
        "PATH": str(shell_tools),
        "PYTHON": sys.executable,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_RETRIES": "0",
    }


def sign_in(link: str) -> int:
    """Press the button behind the link; the status of the page that comes."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    status, page = fetch(opener, link)
    if status != 200:
        return status
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token, page
    return fetch(opener, link, urllib.parse.urlencode({"csrf_token": token[1]}).encode())[0]


def fetch(opener: urllib.request.OpenerDirector, address: str, form: bytes | None = None) -> tuple[int, str]:
    try:
        with opener.open(address, data=form, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")  # an orphan whose new parent has not looked yet is a zombie
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


def eventually(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < give_up, "it did not come to pass"
        time.sleep(0.05)
