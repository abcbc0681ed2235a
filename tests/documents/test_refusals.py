# ruff: noqa: E501  a line is a case of a table
"""Every file that cannot be read is refused by name, with a sentence that says what to do."""

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache

import pypdf
import pytest

from forum_app.documents.incoming import CannotRead, errors, text_of
from forum_app.documents.incoming.reading import LARGEST, read_here
from tests.documents.content import MEETING, p
from tests.documents.pdf_writer import pdf_of, written_pdf
from tests.documents.writers import WRITERS, odt_of, unzipped, write_docx, write_odt, zipped

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
DOCX = write_docx([p("Hello from the harbour")])


def old_office(stream: str) -> bytes:
    return OLD_OFFICE + stream.encode("utf-16-le") + bytes(500)


def docx_with(changed: dict[str, bytes | str]) -> bytes:
    return zipped({**unzipped(DOCX), **changed})


def locked_pdf(password: str) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(written_pdf(MEETING)))
    writer.encrypt(user_password=password, owner_password="anchor", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def scanned_pdf() -> bytes:
    picture = (
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        "\nstream\nx\nendstream"
    )
    return pdf_of(["q 500 0 0 800 0 0 cm /Im Do Q"] * 2, resources="/XObject << /Im 10 0 R >>", objects=[picture])


def locked_zip() -> bytes:
    """The flag that says so is set on every member, in both places where a zip file keeps it."""
    data = bytearray(DOCX)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def zeros_and_ones(megabytes: int) -> bytes:
    """At random: they shrink, but no more than text does."""
    return random.Random(1).randbytes(1024**2).translate(bytes(n % 2 for n in range(256))) * megabytes


@cache
def zip_bomb() -> bytes:
    """Packed when a test asks for it, and in a hurry: it is nobody else's wait."""
    return zipped({**unzipped(DOCX), "word/media/a": zeros_and_ones(61)}, level=1)


def bytes_of(data: bytes | Callable[[], bytes]) -> bytes:
    return data if isinstance(data, bytes) else data()


LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w>&b;</w>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]><w>&a;</w>'

REFUSED = {
    "nothing": ("a.docx", b"", errors.Empty, "no words"),
    "only spaces": ("a.txt", b" \n\t\n", errors.Empty, "no words"),
    "a document without words": ("a.docx", write_docx([]), errors.Empty, "no words"),
    "old Word": ("a.doc", old_office("WordDocument"), errors.OldWordFile, "save it as .docx"),
    "old Word by name": ("a.doc", OLD_OFFICE, errors.OldWordFile, "save it as .docx"),
    "old Word named as new": ("a.docx", old_office("WordDocument"), errors.OldWordFile, "save it as .docx"),
    "old Excel": ("a.xls", old_office("Workbook"), errors.Spreadsheet, "Copy the cells"),
    "old PowerPoint": ("a.ppt", old_office("PowerPoint Document"), errors.Slides, "slides"),
    "an Outlook message": ("a.msg", old_office("__substg1.0_1000001E"), errors.WrongType, "saved email"),
    "another old file": ("a.bin", OLD_OFFICE, errors.WrongType, "not a kind of file"),
    "Word with a password": ("a.docx", old_office("EncryptedPackage"), errors.Encrypted, "password"),
    "a locked zip": ("a.docx", locked_zip(), errors.Encrypted, "password"),
    "OpenDocument with a password": (
        "a.odt",
        zipped({**unzipped(write_odt(MEETING)), "META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        errors.Encrypted,
        "password",
    ),
    "PDF with a password": ("a.pdf", locked_pdf("harbour"), errors.Encrypted, "password"),
    "Excel": ("a.xlsx", zipped({"[Content_Types].xml": "<T/>", "xl/workbook.xml": "<w/>"}), errors.Spreadsheet, "cells"),
    "PowerPoint": ("a.pptx", zipped({"[Content_Types].xml": "<T/>", "ppt/p.xml": "<w/>"}), errors.Slides, "slides"),
    "Calc": ("a.ods", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), errors.Spreadsheet, "cells"),
    "Impress": ("a.odp", zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"}), errors.Slides, "slides"),
    "a table as text": ("a.csv", b"who,what\nBo,paint\n", errors.Spreadsheet, "Copy the cells"),
    "Pages": ("a.pages", zipped({"Index/Document.iwa": b"\x00"}), errors.WrongType, "Export To"),
    "a folder": ("a.zip", zipped({"a.docx": DOCX}), errors.Folder, "Unpack it"),
    "an empty folder": ("a.zip", zipped({}), errors.Folder, "Unpack it"),
    "an e-book": ("a.epub", zipped({"mimetype": "application/epub+zip"}), errors.WrongType, "not a kind of file"),
    "PNG": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), errors.Picture, "picture"),
    "JPEG named as Word": ("a.docx", b"\xff\xd8\xff\xe0" + bytes(50), errors.Picture, "picture"),
    "a photo of a phone": ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(50), errors.Picture, "picture"),
    "WebP": ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(50), errors.Picture, "picture"),
    "a program": ("a.exe", b"MZ" + bytes(500), errors.WrongType, "not a kind of file"),
    "a script": ("a.py", b"print('hello')", errors.WrongType, "not a kind of file"),
    "a saved email": ("a.eml", b"From: Bo\nSubject: Minutes\n\nHello", errors.WrongType, "saved email"),
    "a page in one file": ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related\n", errors.WrongType, ".mht"),
    "a scan": ("a.pdf", scanned_pdf(), errors.OnlyPictures, "scan"),
    "an empty page": ("a.pdf", pdf_of([""]), errors.OnlyPictures, "scan"),
    "too large": ("a.txt", b"x" * (LARGEST + 1), errors.TooLarge, "20 MB"),
    "macros by name": ("a.docm", DOCX, errors.HasMacros, "macros"),
    "macros inside": ("a.docx", docx_with({"word/vbaProject.bin": b"x"}), errors.HasMacros, "macros"),
    "macros by type": (
        "a.docx",
        docx_with({"[Content_Types].xml": "<T>application/vnd.ms-word.document.macroEnabled.main+xml</T>"}),
        errors.HasMacros,
        "macros",
    ),
    "macros of LibreOffice": (
        "a.odt",
        zipped({**unzipped(write_odt(MEETING)), "Basic/Standard/Module1.xml": "<m/>"}),
        errors.HasMacros,
        "macros",
    ),
    "entities that multiply": ("a.docx", docx_with({"word/document.xml": LAUGHS}), errors.Suspicious, "instructions"),
    "entities in disguise": (
        "a.docx",
        docx_with({"word/document.xml": f'<?xml version="1.0" encoding="utf-16"?>{LAUGHS}'.encode("utf-16")}),
        errors.Suspicious,
        "instructions",
    ),
    "an entity from outside": ("a.docx", docx_with({"word/document.xml": OUTSIDE}), errors.Suspicious, "instructions"),
    "an entity in a style": ("a.docx", docx_with({"word/styles.xml": LAUGHS}), errors.Suspicious, "instructions"),
    "an entity in OpenDocument": (
        "a.odt",
        zipped({**unzipped(odt_of("")), "content.xml": OUTSIDE}),
        errors.Suspicious,
        "instructions",
    ),
    "a name that leads outside": ("a.docx", docx_with({"../../etc/cron": "x"}), errors.Suspicious, "instructions"),
    "a name from the root": ("a.docx", docx_with({"/etc/cron": "x"}), errors.Suspicious, "instructions"),
    "a drive's name": ("a.docx", docx_with({"C:\\x": "x"}), errors.Suspicious, "instructions"),
    "an odd packing": ("a.docx", zipped(unzipped(DOCX), zipfile.ZIP_LZMA), errors.Suspicious, "instructions"),
    "a zip bomb": ("a.docx", zip_bomb, errors.UnpacksTooLarge, "unpacks"),
    "all repetition": ("a.docx", docx_with({"word/media/a": bytes(20 * 1024**2)}), errors.UnpacksTooLarge, "unpacks"),
    "too many members": (
        "a.docx",
        docx_with({f"word/media/{n}": b"" for n in range(2_000)}),
        errors.UnpacksTooLarge,
        "unpacks",
    ),
    "more letters than minutes have": ("a.txt", b"word " * 700_000, errors.UnpacksTooLarge, "unpacks"),
    "half a document": ("a.docx", DOCX[: len(DOCX) // 2], errors.Damaged, "damaged"),
    "a document without its text": (
        "a.docx",
        zipped({name: data for name, data in unzipped(DOCX).items() if name != "word/document.xml"}),
        errors.Damaged,
        "damaged",
    ),
    "half a PDF": ("a.pdf", written_pdf(MEETING)[:300], errors.CannotRead, ""),
    "noise named as Word": ("a.docx", bytes(range(256)) * 4, errors.Damaged, "damaged"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "refusal", "said"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_a_sentence(name, data, refusal, said):
    content = bytes_of(data)
    with pytest.raises(refusal) as refused:
        read_here(name, content)
    assert said in str(refused.value)


@pytest.mark.parametrize("case", ["too large", "old Word", "PDF with a password", "a zip bomb", "a scan"])
def test_the_refusal_comes_back_from_the_child_process(case):
    name, data, refusal, said = REFUSED[case]
    content = bytes_of(data)
    with pytest.raises(refusal) as refused:
        text_of(name, content)
    assert said in str(refused.value)


@pytest.mark.parametrize("refusal", errors.BY_NAME.values(), ids=errors.BY_NAME)
def test_every_refusal_is_a_full_sentence(refusal):
    said = str(refusal())
    assert said[0].isupper()
    assert said.endswith(".")
    assert 40 < len(said) < 300


def test_every_refusal_is_reached_by_some_file_or_by_the_clock():
    reached = {kind for _, _, kind, _ in REFUSED.values()}
    assert set(errors.BY_NAME.values()) - reached == {errors.TookTooLong}


def test_a_pdf_that_is_only_locked_against_changes_is_read():
    assert "Ama Quill" in read_here("a.pdf", locked_pdf("")).text


def test_a_member_that_lies_about_its_size_is_no_crash():
    data = bytearray(DOCX)
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(CannotRead):
        read_here("a.docx", bytes(data))


def test_a_zip_within_a_document_is_never_opened():
    nested = docx_with({"word/embeddings/a.zip": zipped({"a": bytes(1000)})})
    assert read_here("a.docx", nested).text == "Hello from the harbour"


def test_a_picture_of_twelve_megabytes_is_no_bomb():
    big = bytes(range(256)) * 4096 * 12
    assert read_here("a.docx", zipped({**unzipped(DOCX), "word/media/a.png": big}, zipfile.ZIP_STORED)).text


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_good_file_is_not_refused(suffix):
    assert read_here(f"a.{suffix}", WRITERS[suffix](MEETING)).text
