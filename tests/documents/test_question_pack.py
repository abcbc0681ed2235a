"""The officers' pack as PDF and Word: the same words in both, nothing of who made it, and no way to run code."""

import io
import zipfile

from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from forum_app.documents.blocks import to_blocks
from forum_app.documents.question_pack import Entry, Pack, to_pdf, to_word

HOSTILE = '#read("/etc/passwd") $x$ <label> @ref \\ `raw` #let a = 1 [x](javascript:alert(1))'
PACK = Pack(
    "Questions for Wednesday 15 April 2026",
    "4pm for 4.30pm.",
    "Fenwick Vale Forum. Not issued by the council.",
    (
        Entry(
            "Question 1", "May **we** borrow *books*?\n\n- one\n- two\n\nSee https://example.org/a?b=1", ("A note.",)
        ),
        Entry("Question 2", HOSTILE),
    ),
)
WORDS = ("Questions for Wednesday", "4pm for 4.30pm.", "Question 1", "May we borrow books?", "one", "two", "A note.",
         "Question 2", '#read("/etc/passwd")', "#let a = 1", "Not issued by the council.")  # fmt: skip


def in_pdf(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def in_word(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    return "\n".join(p.text for p in [*document.paragraphs, *document.sections[0].footer.paragraphs])


def test_both_hold_every_word_as_it_was_written():
    pdf, word = in_pdf(to_pdf(PACK)), in_word(to_word(PACK))
    for words in WORDS:
        assert words in pdf, words
        assert words in word, words


def test_both_are_the_same_to_the_byte_each_time():
    assert to_pdf(PACK) == to_pdf(PACK)
    assert to_word(PACK) == to_word(PACK)


def test_neither_says_who_made_it_or_when():
    facts = PdfReader(io.BytesIO(to_pdf(PACK))).metadata
    assert facts is not None
    assert (facts.title, facts.author, facts.creation_date) == (PACK.title, None, None)
    known = Document(io.BytesIO(to_word(PACK))).core_properties
    assert (known.title, known.author, known.last_modified_by, known.comments) == (PACK.title, "", "", "")
    assert (known.created.year, known.modified.year) == (2000, 2000)
    with zipfile.ZipFile(io.BytesIO(to_word(PACK))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_pdf_is_tagged_and_carries_its_font():
    reader = PdfReader(io.BytesIO(to_pdf(PACK)))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "en-GB"
    fonts = {str(font.get_object()["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert all("SourceSans3" in name for name in fonts)


def test_a_link_leads_where_a_page_would_lead_and_nowhere_else():
    runs = [run for block in to_blocks(f"{HOSTILE} https://example.org") for run in block.runs]
    assert [run.link for run in runs if run.link] == ["https://example.org"]
    with zipfile.ZipFile(io.BytesIO(to_word(PACK))) as parts:
        assert b"javascript" not in parts.read("word/_rels/document.xml.rels")


def test_lists_know_their_marks_and_how_deep_they_are():
    blocks = to_blocks("3. three\n4. four\n   - under it\n\n> said")
    assert [(block.mark, block.depth, block.quoted, block.text) for block in blocks] == [
        ("3.", 1, False, "three"), ("4.", 1, False, "four"), ("•", 2, False, "under it"), ("", 0, True, "said"),
    ]  # fmt: skip


def test_another_alphabet_costs_the_mark_and_no_letter():
    pack = Pack("Questions", "Lead", "Foot", [Entry("Question 1", "Books in עברית? 🙂")])
    data = to_pdf(pack)
    assert "עברית" in in_pdf(data) or "תירבע" in in_pdf(data)
    assert PdfReader(io.BytesIO(data)).root_object["/MarkInfo"]["/Marked"]
    assert "עברית? 🙂" in in_word(to_word(pack))


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_whatever_people_wrote_can_be_set(text: str):
    pack = Pack("Questions", "Lead", "Foot", [Entry("Question 1", text, (text,))])
    assert to_pdf(pack).startswith(b"%PDF")
    assert to_word(pack).startswith(b"PK")
