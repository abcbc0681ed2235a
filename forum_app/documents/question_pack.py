"""The questions of one meeting for the local authority, as a PDF and as a Word file: plain values in, bytes out.

Both are the same for the same values, to the byte, and say neither who made them nor when.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import typst
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from forum_app.documents.blocks import Block, to_blocks

HERE = Path(__file__).parent
FONTS, SHEETS = HERE / "fonts", HERE / "sheets"
#: A file's own time stands for nothing.
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
PDF, WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What Word shows in a box, and XML has no room for.
NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@dataclass(frozen=True)
class Entry:
    """One question: its heading, its wording in Markdown, and what is said of it in a line each."""

    heading: str
    wording: str
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Pack:
    title: str
    lead: str
    #: Whose it is, and that nothing in it is issued by the local authority.
    foot: str
    entries: Sequence[Entry] = ()


def to_pdf(pack: Pack) -> bytes:
    """A tagged PDF that keeps to PDF/UA, set with the forum's own font.

    A letter that this font lacks (another alphabet, a smiley) is an error under PDF/UA: such a file goes without that
    mark. It is tagged all the same, and the letter is there to be read out and copied.
    """
    values = json.dumps(_values(pack))
    try:
        return _set(values, ["ua-1"])
    except typst.TypstError:
        return _set(values, [])


def _set(values: str, standards: list[Literal["ua-1"]]) -> bytes:
    made = typst.compile(
        str(SHEETS / "pack.typ"),
        root=str(SHEETS),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=standards,
        sys_inputs={"pack": values},
        timestamp=int(NO_TIME.timestamp()),
    )
    return bytes(made)  # type: ignore[arg-type]


def _values(pack: Pack) -> dict[str, Any]:
    entries = [
        {
            "heading": entry.heading,
            "blocks": [asdict(block) for block in to_blocks(entry.wording)],
            "notes": list(entry.notes),
        }
        for entry in pack.entries
    ]
    return {"title": pack.title, "lead": pack.lead, "foot": pack.foot, "entries": entries}


# Word ---------------------------------------------------------------------------------------------------------


def to_word(pack: Pack) -> bytes:
    document = Document()
    _describe(document, pack)
    document.add_heading(_clean(pack.title), level=1)
    document.add_paragraph(_clean(pack.lead))
    for entry in pack.entries:
        document.add_heading(_clean(entry.heading), level=2)
        for block in to_blocks(entry.wording):
            _add_block(document, block)
        for note in entry.notes:
            document.add_paragraph().add_run(_clean(note)).italic = True
    document.sections[0].footer.paragraphs[0].text = _clean(pack.foot)
    written = io.BytesIO()
    document.save(written)
    return _without_times(written.getvalue())


def _describe(document: Any, pack: Pack) -> None:
    """A4, British English, and no author."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    known = document.core_properties
    known.title, known.language = _clean(pack.title), "en-GB"
    known.author = known.last_modified_by = known.comments = ""
    known.created = known.modified = NO_TIME.replace(tzinfo=None)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = "Calibri"
        style.font.color.rgb = RGBColor(0x1D, 0x26, 0x20)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        style.element.get_or_add_rPr().append(language)
    document.styles["Normal"].font.size = Pt(12)


def _add_block(document: Any, block: Block) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(0.6 * (block.depth + block.quoted))
    if block.mark:
        paragraph.paragraph_format.first_line_indent = Cm(-0.6)
        paragraph.add_run(f"{block.mark}\t")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.6 * (block.depth + block.quoted)))
    for run in block.runs:
        parent = _hyperlink(paragraph, run.link) if run.link else None
        made = paragraph.add_run(_clean(run.text))
        made.bold, made.italic = run.strong or None, run.emphasis or None
        if parent is not None:
            made.underline = True
            parent.append(made._r)


def _hyperlink(paragraph: Any, address: str) -> Any:
    number = paragraph.part.relate_to(_clean(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), number)
    paragraph._p.append(link)
    return link


def _clean(text: str) -> str:
    return text.translate(NOT_IN_XML)


def _without_times(docx: bytes) -> bytes:
    """The same parts, each without the moment at which it was written."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for name in sorted(before.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return written.getvalue()
