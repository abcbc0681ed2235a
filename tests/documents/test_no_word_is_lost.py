"""Whatever the words: written in a format and read back, none is lost and none is added."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.documents.incoming.reading import read_here
from tests.documents.content import Block
from tests.documents.writers import WRITERS

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789éüß£€–’“”&<>{}\\()%#'\"/+=@!?"
WESTERN = st.text(st.sampled_from(LETTERS), min_size=1, max_size=12)
ANY = WESTERN | st.text(st.characters(exclude_categories=["C", "Z", "M"]), min_size=1, max_size=12)
KINDS = st.sampled_from(["h1", "h2", "p", "p", "p", "bold", "bullet", "number"])


def blocks(word: st.SearchStrategy[str], words_of_a_cell: int = 4) -> st.SearchStrategy[list[Block]]:
    sentence = st.lists(word, min_size=1, max_size=6).map(" ".join)
    cell = st.lists(word, min_size=1, max_size=words_of_a_cell).map(" ".join)
    cells = st.tuples(cell, cell)
    table = st.lists(cells, min_size=2, max_size=4).map(lambda rows: Block("table", rows=tuple(rows)))
    return st.lists(st.builds(Block, KINDS, sentence) | table, min_size=1, max_size=5)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def words_written(content: list[Block]) -> list[str]:
    return words(
        "\n".join([" ".join([block.text, *(cell for row in block.rows for cell in row)]) for block in content])
    )


def numbers_of_lists(content: list[Block]) -> int:
    return sum(block.kind == "number" for block in content)


@pytest.mark.parametrize("suffix", ["docx", "odt", "rtf", "html"])
@given(content=blocks(ANY))
def test_no_word_is_lost_and_all_stay_in_order(suffix, content):
    content = [*content, Block("p", "The end")]
    read = words(read_here(f"a.{suffix}", WRITERS[suffix](content)).text)
    assert without_list_numbers(read, content) == words_written(content)


@given(content=blocks(ANY))
def test_plain_text_keeps_every_word(content):
    content = [*content, Block("p", "The end")]
    data = WRITERS["txt"](content)
    assert words(read_here("a.txt", data).text) == words(data.decode())


@given(content=blocks(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFéü£"), min_size=1, max_size=7), 2))
def test_pdf_keeps_every_word_in_order(content):
    content = [*content, Block("p", "The very end of this long meeting")]
    read = words(read_here("a.pdf", WRITERS["pdf"](content)).text)
    assert without_list_numbers(read, content) == words_written(content)


def without_list_numbers(read: list[str], content: list[Block]) -> list[str]:
    """The numbers that a word processor puts before the items of a list are words of its own."""
    expected = words_written(content)
    if not numbers_of_lists(content):
        return read
    kept, at = [], 0
    for word in read:
        if at < len(expected) and word == expected[at]:
            kept.append(word)
            at += 1
        elif not re.fullmatch(r"[0-9]{1,2}", word):
            kept.append(word)
    return kept
