"""One meeting, written as each program would, gives one and the same marked text."""

import pytest

from forum_app.documents.incoming import TYPES, text_of
from forum_app.documents.incoming.reading import read_here
from forum_app.wording.old_minutes import read_minutes
from tests.documents.content import MARKED, MEETING
from tests.documents.writers import WRITERS, write_text

KINDS = {
    "docx": "Word document", "odt": "OpenDocument text", "rtf": "RTF document", "html": "Web page", "pdf": "PDF",
    "md": "Markdown text", "txt": "Plain text",
}  # fmt: skip


def test_every_offered_type_is_written_here():
    assert set(TYPES) == {f".{suffix}" for suffix in WRITERS} | {".htm"}


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_text_is_the_same(suffix):
    read = read_here(f"minutes.{suffix}", WRITERS[suffix](MEETING))
    assert read.text == MARKED
    assert read.kind == KINDS[suffix]
    assert read.notes == []


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_child_process_gives_what_this_one_gives(suffix):
    data = WRITERS[suffix](MEETING)
    assert text_of(f"minutes.{suffix}", data) == read_here(f"minutes.{suffix}", data)


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_reader_of_old_minutes_understands_the_text(suffix):
    reading = read_minutes(read_here(f"minutes.{suffix}", WRITERS[suffix](MEETING)).text)
    assert reading.date is not None
    assert reading.date.isoformat() == "2024-06-04"
    assert reading.venue == "Rope Loft, Harbour Lane"
    assert [question.number for question in reading.questions] == [1]


@pytest.mark.parametrize("suffix", ["docx", "odt", "rtf", "html", "pdf"])
def test_what_the_file_holds_counts_more_than_its_name(suffix):
    read = read_here("minutes.txt", WRITERS[suffix](MEETING))
    assert read.text == MARKED
    assert read.notes == [
        f"The name ends in .txt, but what the file holds is of another kind. It was read as: {KINDS[suffix]}."
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_plain_text_of_any_program(encoding, line_end):
    written = write_text(MEETING).decode().replace("\n", line_end).encode(encoding)
    assert read_here("minutes.txt", written).text == MARKED


@pytest.mark.parametrize("name", ["MINUTES.DOCX", "minutes", "C:\\minutes.docx", "minutes.docx ", "мінутки.docx"])
def test_any_name_will_do(name):
    assert read_here(name, WRITERS["docx"](MEETING)).text == MARKED
