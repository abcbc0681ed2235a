"""One word put into every place of every kind of file where words can stand, seen or not."""

import csv
import gzip
import io
from collections.abc import Iterator
from email.message import EmailMessage

from docx import Document
from pypdf import PdfWriter

from tests.documents.pdf_writer import drawn, pdf_of
from tests.documents.writers import ODT_NAMES, odt_of, saved, unzipped, zipped

SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:creator>{}</dc:creator></office:meta></office:document-meta>'
)


def files_with(word: str) -> Iterator[tuple[str, str, bytes]]:
    """What is special about the file, its name, and the file; the word is cut in the middle where that can be."""
    half, rest = word[: len(word) // 2], word[len(word) // 2 :]
    yield from _word_files(word, half, rest)
    yield "words of a page", "a.odt", odt_of(f"<text:p>{half}<text:span>{rest}</text:span></text:p>")
    yield "author", "a.odt", zipped({**unzipped(odt_of("")), "meta.xml": META.format(word)})
    yield "header", "a.odt", odt_of("", f"<text:p>{word}</text:p>")
    yield from _sheets(word, half, rest)
    yield from _pdfs(word)
    yield "cell", "a.csv", _csv(f'"{word}", quoted')
    yield "folded line", "a.ics", f"BEGIN:VCALENDAR\r\nSUMMARY:{half}\r\n {rest}\r\nEND:VCALENDAR\r\n".encode()
    yield "comment", "a.html", f"<!doctype html><title>x</title><!-- {word} -->".encode()
    yield "between tags", "a.html", f"<html><p>{half}<b>{rest}</b></p>".encode()
    yield "packed", "a.txt.gz", gzip.compress(word.encode())
    yield "name of a file", "a.zip", zipped({f"{word}.txt": "x"})
    yield "zip in a zip", "a.zip", zipped({"b.zip": zipped({"c.txt": word})})
    yield from _mails(word)


def _word_files(word: str, half: str, rest: str) -> Iterator[tuple[str, str, bytes]]:
    document = Document()
    paragraph = document.add_paragraph()
    paragraph.add_run(half)
    paragraph.add_run(rest).bold = True
    yield "words of a page", "a.docx", saved(document)
    document = Document()
    document.core_properties.author = word
    yield "author", "a.docx", saved(document)
    comments = f'<w:comments xmlns:w="urn:w"><w:comment w:author="{word}"><w:p/></w:comment></w:comments>'
    yield "author of a comment", "a.docx", zipped({**unzipped(saved(Document())), "word/comments.xml": comments})
    changed = f'<w:p xmlns:w="urn:w"><w:del><w:r><w:delText>{word}</w:delText></w:r></w:del></w:p>'
    yield "what was struck out", "a.docx", zipped({**unzipped(saved(Document())), "word/footnotes.xml": changed})


def _sheets(word: str, half: str, rest: str) -> Iterator[tuple[str, str, bytes]]:
    shared = f"<sst {SHEET}><si><r><t>{half}</t></r><r><t>{rest}</t></r></si></sst>"
    yield "shared words", "a.xlsx", zipped({"[Content_Types].xml": "<Types/>", "xl/sharedStrings.xml": shared})
    book = f'<workbook {SHEET}><sheets><sheet name="{word}" state="hidden"/></sheets></workbook>'
    yield "hidden sheet", "a.xlsx", zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": book})
    cell = f"<worksheet {SHEET}><c><is><t>{word}</t></is></c></worksheet>"
    yield "cell of a hidden sheet", "a.xlsx", zipped({"[Content_Types].xml": "<Types/>", "xl/worksheets/2.xml": cell})
    table = f"<office:document-content {ODT_NAMES}><text:p>{word}</text:p></office:document-content>"
    yield "cell", "a.ods", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": table})


def _pdfs(word: str) -> Iterator[tuple[str, str, bytes]]:
    yield "words of a page", "a.pdf", pdf_of([drawn(60, 700, 10, word)])
    yield "note", "a.pdf", pdf_of([""], page_extra=f"/Annots [<< /Subtype /Text /Contents ({word}) >>]")
    yield (
        "link",
        "a.pdf",
        pdf_of([""], page_extra=f"/Annots [<< /Subtype /Link /A << /URI (https://x.example/{word}) >> >>]"),
    )
    for special, put in (
        ("author", lambda writer: writer.add_metadata({"/Author": word})),
        ("attachment", lambda writer: writer.add_attachment("b.docx", next(_word_files(word, word, ""))[2])),
        ("name of an attachment", lambda writer: writer.add_attachment(f"{word}.txt", b"x")),
    ):
        writer = PdfWriter(io.BytesIO(pdf_of([drawn(60, 700, 10, "A page")])))
        put(writer)
        buffer = io.BytesIO()
        writer.write(buffer)
        yield special, "a.pdf", buffer.getvalue()


def _csv(text: str) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([text, "x"])
    return buffer.getvalue().encode()


def _mails(word: str) -> Iterator[tuple[str, str, bytes]]:
    for special, coding in (("quoted-printable body", "quoted-printable"), ("body in base64", "base64")):
        message = EmailMessage()
        message.set_content(f"{'long words before it ' * 3}{word} é", cte=coding)
        yield special, "a.eml", message.as_bytes()
    message = EmailMessage()
    message["Subject"] = f"é {word}"
    message.set_content("x")
    message.add_attachment(pdf_of([drawn(60, 700, 10, "x")]), maintype="application", subtype="pdf", filename="x.pdf")
    yield "encoded subject", "a.eml", message.as_bytes()
    message = EmailMessage()
    message.set_content("x")
    message.add_alternative(f"<p>{word[:5]}<b>{word[5:]}</b></p>", subtype="html")
    yield "the web page in a mail", "a.eml", message.as_bytes()
    for special, name, inner in (("attached sheet", "b.xlsx", next(_sheets(word, word, ""))[2]),):
        message = EmailMessage()
        message.set_content("x")
        message.add_attachment(inner, maintype="application", subtype="octet-stream", filename=name)
        yield special, "a.eml", message.as_bytes()
