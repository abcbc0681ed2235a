# ruff: noqa: E501  a line is a case of a table
"""Nothing is dropped silently: it stands in the text, or a note says what became of it."""

import docx
import pytest
from docx.document import Document
from lxml import etree

from forum_app.documents.incoming.reading import read_here
from tests.documents.content import p
from tests.documents.pdf_writer import drawn, pdf_of, written_pdf
from tests.documents.writers import odt_of, saved, unzipped, write_docx, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
REFERENCES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COUNTED = {"picture": "One picture was left out.", "comment": "One comment was left out."}
HIDDEN = "One hidden passage was left out."
DELETION = "One tracked deletion was left out."
INSERTION = "One tracked insertion was kept as if accepted."
LINK = "One link was left out because the address is neither a web page nor an email address; the words were kept."


def word_with(inner: str, document: Document | None = None) -> bytes:
    """A document whose last paragraph holds this XML."""
    document = document or docx.Document()
    paragraph = document.add_paragraph("Before ")
    for element in etree.fromstring(f"<x {NAMES}>{inner}</x>"):
        paragraph._p.append(element)
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def box(words: str) -> str:
    return f"<w:txbxContent><w:p>{run(words)}</w:p></w:txbxContent>"


BOX_TWICE = (
    f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box('In a box')}</wps:txbx></w:drawing>"
    f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box('In a box')}</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
LINK_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://felt.example/"</w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("the felt page")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
WORD = {
    "a picture": ("<w:r><w:drawing><pic:pic/></w:drawing></w:r>", "Before", ["One picture was left out."]),
    "two pictures": ("<w:r><w:drawing><pic:pic/></w:drawing><w:pict/></w:r>", "Before", ["Two pictures were left out."]),
    "a rule across the page": ('<w:r><w:pict><v:rect hr="t"/></w:pict></w:r>', "Before", []),
    "an object": ("<w:r><w:object/></w:r>", "Before", ["One embedded object was left out."]),
    "deleted words": ("<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>", "Before", [DELETION]),
    "inserted words": (f"<w:ins>{run('new')}</w:ins>", "Before new", [INSERTION]),
    "moved words": (f"<w:moveFrom>{run('moved')}</w:moveFrom><w:moveTo>{run('moved')}</w:moveTo>", "Before moved", []),
    "hidden words": (run("unseen", "<w:vanish/>"), "Before", [HIDDEN]),
    "a text box": (BOX_TWICE, "Before\n\nIn a box", []),
    "a link by field": (LINK_FIELD, "Before the felt page <https://felt.example/>", []),
    "a content control": (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('chosen')}</w:sdtContent></w:sdt>", "Before chosen", []),
    "a tick of a symbol font": ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "Before ✓", []),
    "a sign nobody knows": (
        '<w:r><w:sym w:font="Odd" w:char="F001"/></w:r>',
        "Before",
        ["One symbol that only its font can show was left out."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("inner", "text", "notes"), WORD.values(), ids=WORD)
def test_word(inner, text, notes):
    read = read_here("a.docx", word_with(inner))
    assert (read.text, read.notes) == (text, notes)


def test_word_headers_and_footers_are_quoted_in_the_notes():
    document = docx.Document()
    document.add_paragraph("The words")
    document.sections[0].header.paragraphs[0].text = "Harbour forum\n4 June 2024"
    document.sections[0].footer.paragraphs[0].text = "Rope Loft"
    read = read_here("a.docx", saved(document))
    assert read.text == "The words"
    assert read.notes == [
        "Set aside from the header of the pages: “Harbour forum / 4 June 2024”.",
        "Set aside from the footer of the pages: “Rope Loft”.",
    ]


def test_word_comments_are_counted():
    document = docx.Document()
    words = document.add_paragraph("The words").runs
    document.add_comment(words, text="Really?", author="Bo")
    read = read_here("a.docx", saved(document))
    assert (read.text, read.notes) == ("The words", ["One comment was left out."])


def test_word_footnotes_stand_at_the_end():
    members = unzipped(word_with('<w:r><w:footnoteReference w:id="2"/></w:r>'))
    members["word/footnotes.xml"] = (
        f'<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p>{run("A note below")}</w:p></w:footnote></w:footnotes>'
    ).encode()
    relations = members["word/_rels/document.xml.rels"].decode()
    added = f'<Relationship Id="rF" Type="{REFERENCES}/footnotes" Target="footnotes.xml"/></Relationships>'
    members["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", added).encode()
    assert read_here("a.docx", zipped(members)).text == "Before [1]\n\n[1] A note below"


@pytest.mark.parametrize(
    ("address", "text", "notes"),
    [
        ("https://felt.example/x", "Before here <https://felt.example/x>", []),
        ("mailto:bo@felt.example", "Before here <mailto:bo@felt.example>", []),
        ("javascript:alert(1)", "Before here", [LINK]),
        ("JaVa\tScript:alert(1)", "Before here", [LINK]),
        ("data:text/html,x", "Before here", [LINK]),
        ("file:///C:/minutes.docx", "Before here", [LINK]),
        ("https://felt.example/%22> <script>", "Before here", [LINK]),
    ],
)
def test_word_links_are_kept_only_if_they_are_safe(address, text, notes):
    document = docx.Document()
    link = document.part.relate_to(address, f"{REFERENCES}/hyperlink", is_external=True)
    read = read_here("a.docx", word_with(f'<w:hyperlink r:id="{link}">{run("here")}</w:hyperlink>', document))
    assert (read.text, read.notes) == (text, notes)


def test_word_links_that_show_their_address_show_it_once():
    document = docx.Document()
    link = document.part.relate_to("https://felt.example/", f"{REFERENCES}/hyperlink", is_external=True)
    read = read_here("a.docx", word_with(f'<w:hyperlink r:id="{link}">{run("felt.example")}</w:hyperlink>', document))
    assert read.text == "Before felt.example"


def test_word_tables_within_cells_and_spanned_cells():
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Wide"
    table.cell(1, 0).text = "Line one\nline two | three"
    table.cell(1, 2).add_table(1, 2).cell(0, 0).text = "inner"
    read = read_here("a.docx", saved(document))
    assert read.text == "| Wide |  |  |\n| Line one / line two \\| three |  | inner |"


def test_word_bold_labels_beside_each_other_are_no_headings():
    document = docx.Document()
    for text in ("Date: 4 June 2024", "Venue: Rope Loft"):
        document.add_paragraph().add_run(text).bold = True
    document.add_paragraph("The words")
    document.add_paragraph().add_run("This is important.").bold = True
    assert read_here("a.docx", saved(document)).text == (
        "Date: 4 June 2024\n\nVenue: Rope Loft\n\nThe words\n\nThis is important."
    )


ODT = {
    "a picture": ("<text:p>A<draw:frame><draw:image/></draw:frame></text:p>", "A", ["One picture was left out."]),
    "a comment": (
        "<text:p>A<office:annotation><text:p>hm</text:p></office:annotation></text:p>", "A", ["One comment was left out."]
    ),
    "deleted words": (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>A</text:p>", "A", [DELETION],
    ),
    "hidden words": ('<text:p>A<text:span text:style-name="Unseen">b</text:span></text:p>', "A", [HIDDEN]),
    "a text box": (
        "<text:p>A<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame></text:p>",
        "A\n\nIn a box", [],
    ),
    "a box on the page": (
        "<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame><text:p>A</text:p>",
        "In a box\n\nA", [],
    ),
    "a footnote": (
        "<text:p>A<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>below</text:p>"
        "</text:note-body></text:note> b</text:p>", "A[1] b\n\n[1] below", [],
    ),
    "a link": ('<text:p><text:a xlink:href="https://felt.example">A</text:a></text:p>', "A <https://felt.example>", []),
    "a link with a script": ('<text:p><text:a xlink:href="javascript:x">A</text:a></text:p>', "A", [LINK]),
    "spaces and tabs": ('<text:p>A\n  b<text:s text:c="999999999"/><text:tab/>c</text:p>', "A b\tc", []),
    "a list that goes on": (
        '<text:list text:style-name="Numbers"><text:list-item text:start-value="3"><text:p>A</text:p><text:p>b</text:p>'
        "</text:list-item><text:list-item><text:p>C</text:p></text:list-item></text:list>", "3. A\n  b\n4. C", [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text", "notes"), ODT.values(), ids=ODT)
def test_open_document(body, text, notes):
    read = read_here("a.odt", odt_of(body))
    assert (read.text, read.notes) == (text, notes)


def test_open_document_headers_are_quoted_in_the_notes():
    page = "<style:master-page><style:header><text:p>Harbour</text:p></style:header></style:master-page>"
    read = read_here("a.odt", odt_of("<text:p>A</text:p>", page))
    assert read.notes == ["Set aside from the header of the pages: “Harbour”."]


RTF = {
    "a picture": (r"A{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict 00}}", "A", ["One picture was left out."]),
    "a picture as bytes": (b"A{\\pict\\bin6 }lost}} b", "A b", ["One picture was left out."]),
    "a comment": (r"A{\*\atnid B}{\*\annotation hm}", "A", ["One comment was left out."]),
    "deleted words": (r"A{\deleted gone}", "A", [DELETION]),
    "hidden words": (r"A{\v unseen}", "A", [HIDDEN]),
    "a footnote": (r"A{\footnote below} b", "A[1] b\n\n[1] below", []),
    "a header": (r"{\header Harbour\par}A", "A", ["Set aside from the header of the pages: “Harbour”."]),
    "a text box": (r"A{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt In a box\par}}}", "A\n\nIn a box", []),
    "a link": (r'{\field{\*\fldinst HYPERLINK "https://felt.example"}{\fldrslt A}}', "A <https://felt.example>", []),
    "a link with a script": (r'{\field{\*\fldinst HYPERLINK "javascript:x"}{\fldrslt A}}', "A", [LINK]),
    "letters of other scripts": (r"{\fonttbl{\f1\fcharset204 C;}}\'e9 {\f1\'cf\'f0} \u-10179?\u-8694?", "é Пр 😊", []),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text", "notes"), RTF.values(), ids=RTF)
def test_rtf(body, text, notes):
    inner = body if isinstance(body, bytes) else body.encode("ascii")
    read = read_here("a.rtf", rb"{\rtf1\ansi " + inner + b"}")
    assert (read.text, read.notes) == (text, notes)


HTML = {
    "a picture": ("A<img src=x>", "A", ["One picture was left out."]),
    "a script": ("A<script>alert(1)</script><style>b{}</style>", "A", []),
    "a script in a link": ("<a href='javascript:x'>A</a>", "A", [LINK]),
    "a link within the page": ("<a href='#b'>A</a>", "A", []),
    "hidden words": ("A<span style='display: none'>b</span>", "A", [HIDDEN]),
    "deleted words": ("A<del>b</del>", "A", [DELETION]),
    "a form": ("A<input value=b>", "A", ["One form field was left out; what was typed there is not in the text."]),
    "a film": ("A<video src=x></video>", "A", ["One embedded object was left out."]),
    "a head that never ends": ("<head><meta charset=utf-8>A", "A", []),
    "words astray in a table": ("<table>A<tr><td>b</td><td>c</td></tr></table>", "A\n\n| b | c |", []),
    "lists in lists": ("<ul><li>A<ol type=a start=2><li>b<li>c</ol><li>D</ul>", "- A\n  b. b\n  c. c\n- D", []),
    "a list that Word saved": (
        "<p class=MsoListParagraph style='mso-list:l0'><span style='mso-list:Ignore'>·&nbsp;</span>A</p>", "- A", [],
    ),
    "bold of Google Docs": ("<b style='font-weight:normal'><p>A</p><p><span style='font-weight:700'>B</span></p></b>", "A\n\n## B", []),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text", "notes"), HTML.values(), ids=HTML)
def test_web_page(body, text, notes):
    read = read_here("a.html", f"<html>{body}".encode())
    assert (read.text, read.notes) == (text, notes)


def test_markdown_links_pictures_and_rulers():
    source = (
        "Title\n=====\n\n[A](https://felt.example) [b](javascript:x) ![c](d.png)\n\n| e | f |\n|---|---|\n| g | h |"
    )
    read = read_here("a.md", source.encode())
    assert read.text == "# Title\n\nA <https://felt.example> b\n\n| e | f |\n| g | h |"
    assert read.notes == ["One picture was left out.", LINK]


LONG = "The loft was full and the talk went on about looms, wool and the tall ships until the lamps were lit"


def test_pdf_running_lines_are_set_aside_and_named():
    turned = (" ".join(LONG.split()[n % 20 :] + LONG.split()[: n % 20]) for n in range(60))
    blocks = [p(f"{words.capitalize()}, {n} in all.") for n, words in enumerate(turned)]
    read = read_here("a.pdf", written_pdf(blocks, "Harbour forum", "Page #"))
    assert read.text == "\n\n".join(block.text for block in blocks)
    assert read.notes == [
        "Set aside from the top or bottom of the pages: “Harbour forum”.",
        "Set aside from the top or bottom of the pages: “Page 1”.",
    ]


def test_pdf_words_cut_at_the_end_of_a_line_are_rejoined():
    lines = [
        "All of the families who came to the loft that evening had been invi-",
        "ted by the home-",
        "educating group.",
    ]
    page = "\n".join(drawn(60, 700 - 12 * i, 10, line) for i, line in enumerate(lines))
    read = read_here("a.pdf", pdf_of([page]))
    assert " ".join(read.text.split()) == (
        "All of the families who came to the loft that evening had been invited by the home-educating group."
    )


def test_pdf_addresses_comments_and_fields_are_told():
    extra = (
        "/Annots [<< /Subtype /Link /A << /URI (https://felt.example/x) >> >> << /Subtype /Link /A << /URI (javascript:x) >> >>"
        " << /Subtype /Text /Contents (hm) >> << /Subtype /Widget >> << /Subtype /FreeText /Contents (Typed on top) >>]"
    )
    read = read_here("a.pdf", pdf_of([drawn(60, 700, 10, "See the page about felt and wool.")], page_extra=extra))
    assert read.text == "See the page about felt and wool.\n\nTyped on top"
    assert read.notes == [
        "One comment was left out.",
        "One form field was left out; what was typed there is not in the text.",
        LINK,
        "Behind words of the PDF stood these addresses: <https://felt.example/x>.",
    ]


def test_one_scanned_page_among_others_is_named():
    picture = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream"
    words = drawn(60, 700, 10, "A page with words enough to be read.")
    read = read_here("a.pdf", pdf_of([words, ""], resources="/XObject << /Im 10 0 R >>", objects=[picture]))
    assert "Page 2 is a picture: any words on it are not in the text." in read.notes


def test_a_document_of_one_paragraph_has_no_notes():
    assert read_here("a.docx", write_docx([p("Hello")])).notes == []
