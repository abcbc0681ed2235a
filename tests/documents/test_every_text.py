"""Whatever stands in a file is among its texts; what cannot be looked through is refused."""

import gzip

import pytest

from forum_app.documents.every_text import texts_in
from forum_app.documents.incoming.errors import CannotRead, Damaged, Encrypted, Suspicious, UnpacksTooLarge
from tests.documents.test_refusals import locked_pdf
from tests.documents.writers import zipped
from tests.files_with import files_with

WORD = "Zqvbnmplkjhgf"


def nested(deep: int) -> bytes:
    return zipped({"a.zip": nested(deep - 1)}) if deep else b"x"


@pytest.mark.parametrize(
    ("name", "data"), [pytest.param(name, data, id=f"{name}: {special}") for special, name, data in files_with(WORD)]
)
def test_a_word_is_found_wherever_it_stands(name, data):
    assert any(WORD in text for _, text in texts_in(data, name))


def test_a_text_says_where_it_stands():
    data = zipped({"b.zip": zipped({"c.txt": WORD})})
    assert ("a.zip: b.zip: c.txt", WORD) in texts_in(data, "a.zip")


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("a.pdf", b"%PDF-1.7 and no more", Damaged),
        ("a.pdf", locked_pdf("secret"), Encrypted),
        ("a.zip", b"PK\x03\x04 and no more", Damaged),
        ("a.gz", gzip.compress(b"x" * 30_000_000, mtime=0), UnpacksTooLarge),
        ("a.gz", gzip.compress(b"x", mtime=0)[:-9], Damaged),
        ("a.zip", nested(6), Suspicious),
    ],
)
def test_what_cannot_be_looked_through_is_refused(name, data, refusal):
    with pytest.raises(CannotRead) as refused:
        texts_in(data, name)
    assert isinstance(refused.value, refusal)
