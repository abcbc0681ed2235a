"""Writes content in every format that volunteers bring, as their programs do."""

import html
import io
import zipfile
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

import docx

from tests.documents.content import Block
from tests.documents.pdf_writer import written_pdf

ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)
ODT_STYLES = (
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Unseen" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1"/></text:list-style>'
    '<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1"'
    ' style:num-suffix="."/></text:list-style>'
)


def write_docx(blocks: Iterable[Block]) -> bytes:
    document = docx.Document()
    for block in blocks:
        _add_to_word(document, block)
    return saved(document)


def _add_to_word(document: docx.document.Document, block: Block) -> None:
    if block.kind == "h1":
        document.add_heading(block.text, 0)
    elif block.kind == "h2":
        document.add_heading(block.text, 2)
    elif block.kind == "bold":
        document.add_paragraph().add_run(block.text).bold = True
    elif block.kind == "table":
        table = document.add_table(len(block.rows), len(block.rows[0]))
        for row, cells in zip(table.rows, block.rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    else:
        document.add_paragraph(block.text, {"bullet": "List Bullet", "number": "List Number"}.get(block.kind))


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def zipped(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED, level: int | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression, compresslevel=level) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_odt(blocks: Iterable[Block]) -> bytes:
    return odt_of("".join(_grouped(blocks, _odt_block, _odt_list)))


def odt_of(body: str, styles: str = "") -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODT_NAMES}><office:automatic-styles>'
        f"{ODT_STYLES}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    pages = f"<office:document-styles {ODT_NAMES}>{styles}</office:document-styles>"
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": content, "styles.xml": pages, "META-INF/manifest.xml": "<m/>"})


def _odt_text(text: str) -> str:
    return escape(text).replace("\n", "<text:line-break/>")


def _odt_block(block: Block) -> str:
    if block.kind in {"h1", "h2"}:
        return f'<text:h text:outline-level="{block.kind[1]}">{_odt_text(block.text)}</text:h>'
    if block.kind == "bold":
        return f'<text:p><text:span text:style-name="B">{_odt_text(block.text)}</text:span></text:p>'
    if block.kind == "table":
        cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
        rows = ("".join(cell(_odt_text(text)) for text in row) for row in block.rows)
        return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"
    return f"<text:p>{_odt_text(block.text)}</text:p>"


def _odt_list(kind: str, items: list[str]) -> str:
    inner = "".join(f"<text:list-item><text:p>{_odt_text(item)}</text:p></text:list-item>" for item in items)
    return f'<text:list text:style-name="{"Bullets" if kind == "bullet" else "Numbers"}">{inner}</text:list>'


def write_html(blocks: Iterable[Block]) -> bytes:
    body = "".join(_grouped(blocks, _html_block, _html_list))
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>M</title></head><body>{body}'.encode()


def _html_text(text: str) -> str:
    return html.escape(text).replace("\n", "<br>\n")


def _html_block(block: Block) -> str:
    if block.kind == "bold":
        return f"<p><strong>{_html_text(block.text)}</strong></p>\n"
    if block.kind == "table":
        rows = ("".join(f"<td>{_html_text(cell)}</td>" for cell in row) for row in block.rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>\n"
    return f"<{block.kind}>{_html_text(block.text)}</{block.kind}>\n"


def _html_list(kind: str, items: list[str]) -> str:
    tag = "ul" if kind == "bullet" else "ol"
    return f"<{tag}>{''.join(f'<li>{_html_text(item)}</li>' for item in items)}</{tag}>\n"


def write_rtf(blocks: Iterable[Block]) -> bytes:
    head = (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}"
        r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2 heading 2;}}" + "\n"
    )
    return (head + "".join(_grouped(blocks, _rtf_block, _rtf_list)) + "}").encode("ascii")


def rtf_text(text: str) -> str:
    return "".join(_rtf_letter(letter) for letter in text)


def _rtf_letter(letter: str) -> str:
    if letter in "\\{}":
        return f"\\{letter}"
    if letter == "\n":
        return "\\line\n"
    if letter.isascii():
        return letter
    units = letter.encode("utf-16-le")
    halves = (int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2))
    return "".join(rf"\u{half}?" for half in halves)


def _rtf_block(block: Block) -> str:
    if block.kind in {"h1", "h2"}:
        return rf"\pard\plain\s{block.kind[1]} {rtf_text(block.text)}\par" + "\n"
    if block.kind == "bold":
        return rf"\pard\plain{{\b {rtf_text(block.text)}}}\par" + "\n"
    if block.kind == "table":
        rows = ("".join(rf"{rtf_text(cell)}\cell " for cell in row) for row in block.rows)
        return "".join(rf"\trowd\pard\intbl {row}\row" + "\n" for row in rows) + "\\pard\\plain\n"
    return rf"\pard\plain {rtf_text(block.text)}\par" + "\n"


def _rtf_list(kind: str, items: list[str]) -> str:
    marks = (r"\'b7" if kind == "bullet" else f"{count}." for count in range(1, len(items) + 1))
    pairs = zip(marks, items, strict=True)
    return "".join(rf"\pard\plain{{\listtext {mark}\tab}}{rtf_text(item)}\par" + "\n" for mark, item in pairs)


def write_text(blocks: Iterable[Block]) -> bytes:
    return "".join(_grouped(blocks, _text_block, _text_list)).strip().encode()


def _text_block(block: Block) -> str:
    if block.kind == "table":
        return "".join(f"| {' | '.join(row)} |\n" for row in block.rows) + "\n"
    return {"h1": "# ", "h2": "## ", "bold": "## "}.get(block.kind, "") + block.text + "\n\n"


def _text_list(kind: str, items: list[str]) -> str:
    marks = ("-" if kind == "bullet" else f"{count}." for count in range(1, len(items) + 1))
    return "".join(f"{mark} {item}\n" for mark, item in zip(marks, items, strict=True)) + "\n"


def _grouped(
    blocks: Iterable[Block], one: Callable[[Block], str], many: Callable[[str, list[str]], str]
) -> Iterable[str]:
    """Each block by itself, but the items of a list together."""
    items: list[Block] = []
    for block in [*blocks, Block("end")]:
        if items and block.kind != items[0].kind:
            yield many(items[0].kind, [item.text for item in items])
            items = []
        if block.kind in {"bullet", "number"}:
            items.append(block)
        elif block.kind != "end":
            yield one(block)


WRITERS: dict[str, Callable[[Iterable[Block]], bytes]] = {
    "docx": write_docx,
    "odt": write_odt,
    "rtf": write_rtf,
    "html": write_html,
    "pdf": written_pdf,
    "md": write_text,
    "txt": write_text,
}
