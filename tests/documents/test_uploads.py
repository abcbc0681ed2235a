"""Files to be shown to others: a hundred bad ones, none accepted; good ones keep nothing of their maker."""

import base64
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from forum_app.documents import uploads
from forum_app.documents.cleaning.clean import clean_here
from forum_app.documents.incoming.errors import CannotRead
from forum_app.documents.uploads import plain_name
from forum_app.web import public
from forum_app.web.downloads import attachment
from tests.documents.content import MEETING
from tests.documents.writers import ODT_NAMES, WRITERS, saved, unzipped, zipped
from tests.engines import SqliteFiles
from tests.web.throwaway import app_with

CANARY = "Canary Marlow 7391"


# Good files ---------------------------------------------------------------------------------------------------


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, 120 if mode in "LP" else None).save(buffer, kind, **more)
    return buffer.getvalue()


def png_with_text() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", CANARY)
    told.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{CANARY}</x:xmpmeta>")
    return picture(pnginfo=told, exif=exif())


def exif() -> Image.Exif:
    """Who took it, where, and on its side."""
    written = Image.Exif()
    written[0x013B], written[0x010F], written[0x0112] = CANARY, CANARY, 6
    written.get_ifd(0x8825)[1] = "N"
    return written


def pdf_writer(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    return writer


def written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def telling_pdf() -> bytes:
    """With all that a PDF may carry besides its pages."""
    writer = PdfWriter(clone_from=io.BytesIO(WRITERS["pdf"](MEETING)))
    writer.add_metadata({"/Author": CANARY, "/Title": CANARY})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
    writer.add_attachment("list.csv", CANARY.encode())
    writer.add_annotation(0, FreeText(text=CANARY, rect=(0, 0, 50, 50)))
    writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url="https://example.org/good"))
    writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url="javascript:alert(1)"))
    deed = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(CANARY)})
    opened = writer._add_object(deed)
    writer.root_object[NameObject("/OpenAction")] = opened
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): opened})
    return written(writer)


def telling_docx() -> bytes:
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = CANARY
    run = document.add_paragraph("Two pictures.").add_run()
    run.add_picture(io.BytesIO(png_with_text()))
    run.add_picture(io.BytesIO(picture("JPEG", exif=exif())))
    document.add_comment(run, "A remark", author=CANARY, initials=CANARY)
    return saved(document)


def telling_odt() -> bytes:
    members = unzipped(WRITERS["odt"](MEETING))
    dc = f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{CANARY}</dc:creator>'
    members["meta.xml"] = f"<office:document-meta {ODT_NAMES} {dc}</office:document-meta>".encode()
    remark = f"<office:annotation {dc}<text:p>A remark</text:p></office:annotation></text:p>".encode()
    members["content.xml"] = members["content.xml"].replace(b"</text:p>", remark, 1)
    return zipped({**members})


GOOD: dict[str, Callable[[], bytes]] = {
    ".png": png_with_text,
    ".jpg": lambda: picture("JPEG", exif=exif(), comment=CANARY.encode()),
    ".pdf": telling_pdf,
    ".docx": telling_docx,
    ".odt": telling_odt,
}


@pytest.mark.parametrize("suffix", GOOD)
def test_a_good_file_is_taken_and_tells_nothing_of_who_made_it(suffix: str):
    data = GOOD[suffix]()
    assert CANARY.encode() in everything_in(data), "or the test would look for nothing"
    clean = clean_here("", data)
    assert clean.suffix == suffix
    copy = base64.b64decode(clean.content)
    assert CANARY.encode() not in everything_in(copy)
    assert clean_here("", copy).suffix == suffix, "a copy is a good file itself"


def everything_in(data: bytes) -> bytes:
    """The bytes of a file, with what is packed in them unpacked."""
    found = [data]
    if data.startswith(b"PK"):
        found += unzipped(data).values()
    if data.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(data))
        objects = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
        found += [str(one).encode() for one in objects]
        found += [one.get_data() for one in objects if hasattr(one, "get_data")]
    return b"\n".join(found)


def test_a_picture_stands_upright_without_what_the_camera_wrote():
    copy = Image.open(io.BytesIO(copy_of(GOOD[".jpg"]())))
    assert copy.size == (30, 40)
    assert not copy.getexif()


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")] + [("JPEG", "L"), ("JPEG", "CMYK")],
)
def test_pictures_of_every_usual_kind_are_drawn(kind: str, mode: str):
    assert Image.open(io.BytesIO(copy_of(picture(kind, mode=mode)))).size == (40, 30)


def test_a_pdf_keeps_its_words_and_its_links_to_addresses():
    reader = PdfReader(io.BytesIO(copy_of(telling_pdf())))
    assert [page.extract_text() for page in reader.pages] == [
        page.extract_text() for page in PdfReader(io.BytesIO(telling_pdf())).pages
    ]
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert links == ["https://example.org/good"]


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_a_document_keeps_every_word(suffix: str):
    data = GOOD[suffix]()
    before, after = (uploads_text(file, suffix) for file in (data, copy_of(data)))
    assert after == before


def uploads_text(data: bytes, suffix: str) -> str:
    member = unzipped(data)["word/document.xml" if suffix == ".docx" else "content.xml"]
    return "".join(part.split(b">")[-1].decode() for part in member.split(b"<")).replace(CANARY, "")


def test_word_still_opens_it():
    document = docx.Document(io.BytesIO(copy_of(telling_docx())))
    assert document.paragraphs[0].text == "Two pictures."
    assert document.core_properties.author == ""


def copy_of(data: bytes) -> bytes:
    return base64.b64decode(clean_here("", data).content)


# Bad files ----------------------------------------------------------------------------------------------------

PNG, JPG = picture(), picture("JPEG")
DOCX, ODT, PDF = (WRITERS[kind](MEETING) for kind in ("docx", "odt", "pdf"))
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP = zipped({"a.html": HTML})


def with_member(data: bytes, name: str, content: bytes | str) -> bytes:
    return zipped({**unzipped(data), name: content})


def with_xml(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    members = unzipped(data)
    assert old in members[name]
    return zipped({**members, name: members[name].replace(old, new, 1)})


def chunk(name: bytes, content: bytes, crc: int | None = None) -> bytes:
    checked = zlib.crc32(name + content) if crc is None else crc
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checked)


def png_of(width: int, height: int, pixels: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def animated() -> bytes:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def locked_pdf() -> bytes:
    writer = pdf_writer()
    writer.encrypt("secret", algorithm="AES-256")
    return written(writer)


def locked_zip(data: bytes) -> bytes:
    """The flag of encryption set in the list of members."""
    place = data.rindex(b"PK\x01\x02")
    return data[: place + 8] + b"\x01\x00" + data[place + 10 :]


LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = (
    b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%b" '
    b'Target="https://evil.example/x" TargetMode="External"/></Relationships>'
)
OPENING = b"<office:document-content"
FOREIGN = b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><w:document'
WORD_RELS, WORD = "word/_rels/document.xml.rels", "word/document.xml"


def that_fetches(what: bytes) -> bytes:
    return with_xml(DOCX, WORD_RELS, b"</Relationships>", OUTSIDE % what)


WRONG_KINDS: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \n" * 50,
    "html": HTML,
    "html-with-mark": b"\xef\xbb\xbf" + HTML,
    "svg": SVG,
    "svg-declared": b'<?xml version="1.0"?>' + SVG,
    "svgz": zlib.compress(SVG),
    "xml": b'<?xml version="1.0"?><a/>',
    "script": b"alert(1)",
    "shell": b"#!/bin/sh\nrm -rf /",
    "php": b"<?php system('id'); ?>",
    "python": b"import os",
    "windows-program": b"MZ\x90\x00" + bytes(200),
    "linux-program": b"\x7fELF" + bytes(200),
    "mac-program": b"\xcf\xfa\xed\xfe" + bytes(200),
    "class": b"\xca\xfe\xba\xbe" + bytes(60),
    "gif": picture("GIF"),
    "bmp": picture("BMP"),
    "tiff": picture("TIFF"),
    "webp": b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(30),
    "ico": picture("ICO"),
    "psd": b"8BPS\x00\x01" + bytes(30),
    "heic": b"\x00\x00\x00\x18ftypheic" + bytes(30),
    "mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(30),
    "mp3": b"ID3\x03" + bytes(30),
    "zip": ZIP,
    "empty-zip": zipped({}),
    "seven-zip": b"7z\xbc\xaf\x27\x1c" + bytes(30),
    "rar": b"Rar!\x1a\x07\x00" + bytes(30),
    "gzip": b"\x1f\x8b\x08" + bytes(30),
    "jar": zipped({"META-INF/MANIFEST.MF": "Main-Class: A"}),
    "epub": zipped({"mimetype": "application/epub+zip"}),
    "xlsx": zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}),
    "pptx": zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<a/>"}),
    "ods": zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "odp": zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"}),
    "old-office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "rtf": b"{\\rtf1 Hello}",
    "text": b"Hello, all of you.",
    "csv": b"name,address\nInes,1 Mill Lane\n",
    "json": b'{"a": 1}',
    "calendar": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "card": b"BEGIN:VCARD\r\nFN:Ines\r\nEND:VCARD\r\n",
    "mail": b"From: a@example.org\r\n\r\nHello",
    "postscript": b"%!PS-Adobe-3.0\n",
    "shortcut": b"[InternetShortcut]\nURL=https://evil.example",
}
TWO_IN_ONE: dict[str, bytes] = {
    "png-and-zip": PNG + ZIP,
    "jpg-and-zip": JPG + ZIP,
    "pdf-and-zip": PDF + ZIP,
    "jpg-and-jar": JPG + WRONG_KINDS["jar"],
    "png-and-page": PNG + HTML,
    "jpg-and-page": JPG + HTML,
    "png-and-svg": PNG + SVG,
    "jpg-and-svg": JPG + SVG.upper(),
    "jpg-and-php": JPG + b"<?php phpinfo(); ?>",
    "png-and-pdf": PNG + PDF,
    "jpg-with-page-in-its-comment": picture("JPEG", comment=HTML),
    "png-with-page-in-its-text": PNG[:33] + chunk(b"tEXt", b"a\0" + HTML) + PNG[33:],
    "pdf-after-page": HTML + PDF,
    "pdf-after-blank": b"\n" + PDF,
    "pdf-after-gif": b"GIF89a" + PDF,
    "pdf-after-jpg": JPG + PDF,
    "docx-after-png": PNG + DOCX,
    "docx-after-program": b"MZ" + bytes(90) + DOCX,
    "docx-after-page": HTML + DOCX,
    "odt-after-pdf": b"%PDF-1.7\n" + ODT,
}
BOMBS: dict[str, Callable[[], bytes]] = {
    "docx-of-zeros": lambda: with_member(DOCX, "word/zeros.xml", bytes(61 * 1024 * 1024)),
    "docx-with-one-large-part": lambda: with_member(DOCX, "word/media/a.dat", bytes(26 * 1024 * 1024)),
    "docx-with-many-parts": lambda: zipped({**unzipped(DOCX), **{f"word/{n}.xml": "<a/>" for n in range(2100)}}),
    "odt-of-zeros": lambda: with_member(ODT, "Pictures/zeros", bytes(61 * 1024 * 1024)),
    "docx-that-laughs": lambda: with_xml(DOCX, WORD, b"<w:document", LAUGHS + b"<w:document"),
    "odt-that-laughs": lambda: with_xml(ODT, "content.xml", OPENING, LAUGHS + OPENING),
    "docx-too-deep": lambda: with_member(DOCX, "word/deep.xml", b"<a>" * 5000 + b"</a>" * 5000),
    "png-of-many-points": lambda: png_of(50_000, 50_000),
    "png-of-too-many-points": lambda: png_of(9_000, 5_000),
    "png-within-docx": lambda: with_member(DOCX, "word/media/a.png", png_of(50_000, 50_000)),
    "pdf-of-many-pages": lambda: written(pdf_writer(401)),
    "pdf-of-no-pages": lambda: written(pdf_writer(0)),
}  # fmt: skip
HIDING: dict[str, Callable[[], bytes]] = {
    "docx-with-macros": lambda: with_member(DOCX, "word/vbaProject.bin", b"x"),
    "docm": lambda: with_xml(DOCX, "[Content_Types].xml", b"wordprocessingml.document.main", b"macroEnabled.main"),
    "docx-with-a-spreadsheet": lambda: with_member(DOCX, "word/embeddings/list.xlsx", ZIP),
    "docx-with-an-object": lambda: with_member(DOCX, "word/embeddings/oleObject1.bin", b"x"),
    "docx-with-activex": lambda: with_member(DOCX, "word/activeX/activeX1.xml", "<a/>"),
    "docx-with-a-program": lambda: with_member(DOCX, "word/setup.exe", b"MZ"),
    "docx-with-svg": lambda: with_member(DOCX, "word/media/a.svg", SVG),
    "docx-with-a-page-as-png": lambda: with_member(DOCX, "word/media/a.png", HTML),
    "docx-with-a-polyglot": lambda: with_member(DOCX, "word/media/a.jpeg", b"\xff\xd8\xff" + HTML),
    "docx-that-fetches-a-template": lambda: that_fetches(b"attachedTemplate"),
    "docx-that-fetches-a-picture": lambda: that_fetches(b"image"),
    "docx-that-fetches-an-object": lambda: that_fetches(b"oleObject"),
    "docx-that-leads-outside": lambda: with_member(DOCX, "../../etc/passwd", b"x"),
    "docx-from-the-root": lambda: with_member(DOCX, "/etc/passwd", b"x"),
    "docx-of-windows": lambda: with_member(DOCX, "C:\\a.xml", b"<a/>"),
    "docx-locked": lambda: locked_zip(DOCX),
    "docx-without-a-text": lambda: zipped({"[Content_Types].xml": "<Types/>"}),
    "docx-with-a-foreign-dtd": lambda: with_xml(DOCX, WORD, b"<w:document", FOREIGN),
    "odt-with-an-object": lambda: with_member(ODT, "Object 1/content.xml", "<a/>"),
    "odt-with-basic": lambda: with_member(ODT, "Basic/Standard/a.xml", "<a/>"),
    "odt-with-scripts": lambda: with_member(ODT, "Scripts/python/a.py", "x"),
    "odt-with-svg": lambda: with_member(ODT, "Pictures/a.svg", SVG),
    "odt-locked": lambda: with_member(ODT, "META-INF/manifest.xml", '<a><b c="encryption-data"/></a>'),
    "pdf-locked": locked_pdf,
    "png-that-moves": animated,
}  # fmt: skip
BROKEN: dict[str, bytes] = {
    "png-cut-short": picture(size=(400, 300))[:-40],
    "png-without-end": b"\x89PNG\r\n\x1a\n",
    "png-with-a-wrong-sum": PNG.replace(b"IDAT", b"IDAT", 1)[:-20] + b"\0\0\0\0" + PNG[-16:],
    "png-of-no-size": png_of(0, 0),
    "png-with-too-few-points": png_of(100, 100, b"\0" * 10),
    "jpg-cut-short": JPG[:60],
    "jpg-of-noise": b"\xff\xd8\xff\xe0" + bytes(range(256)),
    "pdf-cut-short": PDF[:200],
    "pdf-of-noise": b"%PDF-1.7\n" + bytes(range(256)) * 4,
    "pdf-header": b"%PDF-1.7",
    "docx-cut-short": DOCX[: len(DOCX) // 2],
    "docx-with-broken-xml": with_xml(DOCX, WORD, b"<w:body>", b"<w:body><w:p>"),
    "odt-cut-short": ODT[: len(ODT) // 2],
    "odt-with-broken-xml": with_xml(ODT, "content.xml", b"<text:p", b"<<text:p"),
}
BAD: dict[str, Callable[[], bytes]] = {
    **{name: (lambda data=data: data) for name, data in (WRONG_KINDS | TWO_IN_ONE | BROKEN).items()},
    **BOMBS,
    **HIDING,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_not_taken(name: str):
    with pytest.raises(CannotRead) as refused:
        clean_here("", BAD[name]())
    assert str(refused.value).endswith("."), "it says what to do"


def test_there_are_about_a_hundred_of_them():
    assert len(BAD) >= 100


# From end to end ----------------------------------------------------------------------------------------------


def test_a_process_of_its_own_makes_the_copy():
    for suffix, make in GOOD.items():
        file = uploads.clean(f"../Slides{suffix}", make())
        assert file.name.endswith(suffix)
        assert len(file.name) == 32 + len(suffix)
        assert file.called == f"Slides{suffix}"


@pytest.mark.parametrize("name", ["docx-of-zeros", "png-of-many-points", "svg", "jpg-and-zip", "nothing"])
def test_a_process_of_its_own_refuses(name: str):
    with pytest.raises(CannotRead):
        uploads.clean("a.pdf", BAD[name]())


def test_a_file_that_is_too_large_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(uploads, "ask", None)
    with pytest.raises(CannotRead, match="10 MB"):
        uploads.clean("a.pdf", bytes(uploads.LARGEST + 1))


def test_two_copies_have_two_names():
    assert uploads.clean("a.png", PNG).name != uploads.clean("a.png", PNG).name


@pytest.mark.parametrize(
    ("called", "shown"),
    [
        ("Slides for April.pdf", "Slides for April.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ines\\plan.docx", "plan.docx"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("a\r\nSet-Cookie: b=c.pdf", "aSet-Cookie: b=c.pdf"),
        ("  \t ", "file"),
        ("", "file"),
        ("é" * 300, "é" * 100),
    ],
)
def test_what_it_was_called_is_plain_text(called: str, shown: str):
    assert plain_name(called) == shown


def test_it_is_handed_out_as_a_file_and_never_as_a_page(sqlite: SqliteFiles, tmp_path: Path):
    file = uploads.CleanFile("0.pdf", 'Pläne "April".pdf', "application/pdf", PDF)

    @public
    def download() -> Any:
        return attachment(file)

    with app_with(sqlite, tmp_path, {"/file": download}) as app:
        page = app.test_client().get("/file")
    assert page.headers["Content-Disposition"].startswith("attachment; filename")
    assert page.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.mimetype == "application/pdf"
    assert page.data == PDF
