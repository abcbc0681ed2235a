"""A file is read by a process of its own, which is stopped when it takes too long and knows no secrets."""

import json
import signal
import sys
from pathlib import Path

import pytest

from forum_app.apart import child
from forum_app.documents.incoming import answering, asking, errors, text_of
from forum_app.documents.incoming.errors import Damaged, TookTooLong, UnpacksTooLarge
from tests.documents.content import MEETING
from tests.documents.writers import WRITERS

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bounds")


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Another program in place of the one that reads."""

    def put(program: str) -> None:
        path = tmp_path / "child.py"
        path.write_text(program)
        monkeypatch.setattr(asking, "_CHILD", path)

    return put


def test_one_that_never_answers_is_stopped_at_the_deadline(stand_in, monkeypatch):
    monkeypatch.setattr(asking, "DEADLINE", 1.0)
    stand_in("import time; time.sleep(600)")
    with pytest.raises(TookTooLong, match="took too long"):
        text_of("a.txt", b"Hello")


@posix_only
def test_one_that_works_too_long_is_stopped_by_the_system(stand_in):
    source = Path(child.__file__).read_text().replace("SECONDS_OF_WORK = 5", "SECONDS_OF_WORK = 1")
    assert "SECONDS_OF_WORK = 1" in source
    stand_in(source.split('if __name__ == "__main__":')[0] + "\nstay_within_bounds()\nwhile True: pass")
    with pytest.raises(TookTooLong):
        text_of("a.txt", b"Hello")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux keeps the bound on memory")
def test_one_that_wants_too_much_memory_does_not_get_it(stand_in):
    source = Path(child.__file__).read_text().split('if __name__ == "__main__":')[0]
    stand_in(f"{source}\nstay_within_bounds()\nbytes(MOST_MEMORY)")
    with pytest.raises(Damaged):
        text_of("a.txt", b"Hello")


def test_running_out_of_memory_is_told_as_too_large(monkeypatch):
    def full(name: str, data: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("forum_app.documents.incoming.reading.read_here", full)
    assert errors.BY_NAME[answering.answer({"name": "a.txt"}, b"Hello")["refused"]] is UnpacksTooLarge


@posix_only
@pytest.mark.parametrize("program", ["import os; os.kill(os.getpid(), 11)", "print('?')", "1/0"])
def test_one_that_breaks_down_leaves_a_damaged_file_and_no_crash(stand_in, program):
    stand_in(program)
    with pytest.raises(Damaged):
        text_of("a.txt", b"Hello")


@posix_only
def test_one_that_is_killed_has_taken_too_much(stand_in):
    stand_in(f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})")
    with pytest.raises(TookTooLong):
        text_of("a.txt", b"Hello")


def test_it_is_told_no_settings_and_no_secrets(stand_in, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "anchor")
    stand_in(
        "import json, os; print(json.dumps({'read': {'text': json.dumps(dict(os.environ)), 'kind': '', 'notes': []}}))"
    )
    known = json.loads(text_of("a.txt", b"Hello").text)
    assert "PYTHONPATH" in known
    assert "anchor" not in known.values()


def test_it_does_not_load_the_web_application(stand_in):
    source = Path(child.__file__).read_text().split('if __name__ == "__main__":')[0]
    package = Path(child.__file__).parents[1]
    stand_in(
        f"{source}\nPACKAGE = {str(package)!r}\nonly_the_package_itself()\n"
        "said = answer(json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.read())\n"
        "said['read']['text'] = ' '.join(sys.modules)\nprint(json.dumps(said))"
    )
    loaded = text_of("a.txt", b"Hello").text.split()
    assert "forum_app.documents.incoming.reading" in loaded
    assert not {"flask", "sqlalchemy", "pypdf", "forum_app.documents.incoming.word"} & set(loaded)


@pytest.mark.parametrize("name", ["a\nb.txt", "ä.txt", "x" * 5_000 + ".txt", "", "\udcff.txt"])
def test_any_name_reaches_it_whole(name):
    assert text_of(name, b"Hello").text == "Hello"


def test_several_can_read_at_once():
    from_each = [text_of(f"a.{suffix}", WRITERS[suffix](MEETING)).text for suffix in ("docx", "pdf", "odt")]
    assert len(set(from_each)) == 1
