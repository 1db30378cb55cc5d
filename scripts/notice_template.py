"""Makes the template of the notice: .venv/bin/python -m scripts.notice_template

It holds fields alone; every word comes in when it is filled. A bureau may replace it with one of
its own, on its letterhead, with the same fields.
"""

from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kaohe_tui.files.papers.notice import TEMPLATE

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def main() -> None:
    """Write the template to its place in the package."""
    document = Document()
    _page(document)
    _line(document, "{%p if draft %}")
    _line(document, "{{ draft }}", size=14, bold=True, align=CENTRE)
    _line(document, "{%p endif %}")
    _line(document, "{{ title }}", size=20, bold=True, align=CENTRE)
    _line(document, "{{ period }}  {{ number }}", align=CENTRE)
    _line(document, "{{ lead }}", indent=True)
    _line(document, "{{ rule_title }}", size=13, bold=True)
    _line(document, "{{ rule }}", indent=True)
    _line(document, "{%p for class in classes %}")
    _line(document, "{{ class.title }}", size=13, bold=True)
    _table(document)
    _line(document, "{%p endfor %}")
    _line(document, "{{ order }}")
    _line(document, "{{ objections_title }}", size=13, bold=True)
    _line(document, "{{ objections }}", indent=True)
    _line(document, "{{ posted }}", align=RIGHT)
    _line(document, "{{ fingerprint_short }}", size=9)
    _line(document, "{{ fingerprint }}", size=9)
    _line(document, "{{ record }}", size=9)
    document.save(str(TEMPLATE))
    print(TEMPLATE)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(25)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "SimSun", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    about = document.core_properties
    about.author, about.title, about.comments = "kaohe", "", ""
    about.created = about.modified = datetime(2026, 1, 1, tzinfo=UTC)


def _line(
    place: Any,
    text: str,
    size: int = 11,
    bold: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: bool = False,
) -> None:
    paragraph = place.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.keep_with_next = bold
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(22)


def _table(document: Any) -> None:
    """A heading row that is repeated, and a row a person; as many columns as there are headings."""
    rows = (
        ("{%tc for heading in class.headings %}", "{{ heading }}", "{%tc endfor %}"),
        ("{%tr for line in class.lines %}", "", ""),
        ("{%tc for cell in line %}", "{{ cell }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", ""),
    )
    table = document.add_table(rows=len(rows), cols=3)
    table.style = "Table Grid"
    _width(table._tbl.tblPr.find(qn("w:tblW")), "pct", 5000)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            # Columns come and go with the scheme's choices: the program that prints fits them.
            _width(cell._tc.get_or_add_tcPr().get_or_add_tcW(), "auto", 0)
            cell.paragraphs[0].alignment = CENTRE
            cell.paragraphs[0].add_run(text).bold = texts is rows[0]
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _width(element: Any, kind: str, width: int) -> None:
    element.set(qn("w:type"), kind)
    element.set(qn("w:w"), str(width))


if __name__ == "__main__":
    main()
