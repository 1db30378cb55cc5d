"""Papers read back: every figure is the dossier's, every name is text."""

import io
import os
import zipfile
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document

from kaohe_tui.domain.entries.entries import Exemption, ExemptionKind
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.public.dossier import Dossier, PaperRating, RatingState
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.limits import Limit
from kaohe_tui.domain.rules.scheme.notices import NoticeOrder, NoticeRules
from kaohe_tui.domain.text import harmless_line
from kaohe_tui.domain.year.sums import spans_of
from kaohe_tui.files.forms.write import Form, blank_workbook
from kaohe_tui.files.papers.ballots import blank_ballots_html
from kaohe_tui.files.papers.classes import remark
from kaohe_tui.files.papers.marks import median
from kaohe_tui.files.papers.notice import TEMPLATE, notice, notice_docx, notice_html
from kaohe_tui.files.papers.rule import rule
from kaohe_tui.files.papers.sheets import all_sheets_html, person_sheet_html
from kaohe_tui.words import use_language
from tests.domain.strategies import HEAD
from tests.files.dossiers import PEOPLE, dossier, full_case, year_dossier
from tests.files.workbook_cases import in_spans
from tests.refused import refused

NASTY = ("<script>alert(1)</script>", "张三[/]", "=1+1", "a&b\"'{{ x }}")


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


class Reader(HTMLParser):
    """Tables as rows of cells, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.tables: list[list[list[str]]] = []
        self.text = ""
        self.in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.in_cell:
            self.tables[-1][-1][-1] += data


def case(rules: NoticeRules | None = None) -> Dossier:
    made = full_case()
    rules = rules or NoticeRules(contact="办公室 0912-1234567")
    return dossier(replace(made, scheme=replace(made.scheme, notice=rules)))


def named(*names: str) -> Dossier:
    """The full case with other names for the first people."""
    made = full_case()
    people = [replace(p, name=n) for p, n in zip(PEOPLE, names, strict=False)]
    return dossier(replace(made, roster=Roster((*people, *PEOPLE[len(names) :]))))


NAMESAKES = {"M1": "张伟 M1", "M2": "张伟 M2"}
"""What the two people of one name are called."""


def expected(d: Dossier) -> list[list[str]]:
    return [
        [
            "–" if r.rank is None else str(r.rank),
            NAMESAKES.get(r.person.code, r.person.name),
            r.person.section,
            "–" if r.total is None else shown(r.total, d.standings.decimals),
            d.grade_label(r.person) or "–",
            remark(d, r.person),
        ]
        for r in sorted(d.standings.rows, key=lambda r: list(Role).index(r.person.role))
    ]


def test_notice_html_says_what_the_dossier_says() -> None:
    d = case()
    read = Reader(notice_html(d))
    lines = [line for table in read.tables for line in table[1:]]
    assert lines == expected(d)
    assert len(read.tables) == 3
    for told in ("办公室 0912-1234567", "2026-04-07", d.fingerprint, "Notice no. 1", "陈静"):
        assert told in read.text
    assert "DRAFT" not in read.text


def test_notice_docx_says_what_the_dossier_says() -> None:
    d = case()
    document = Document(io.BytesIO(notice_docx(d, None)))
    lines = [[c.text for c in row.cells] for t in document.tables for row in t.rows[1:]]
    assert lines == expected(d)
    text = "\n".join(p.text for p in document.paragraphs)
    for told in ("办公室 0912-1234567", "2026-04-07", d.fingerprint, "Notice no. 1", "陈静"):
        assert told in text
    assert "{" not in text


def test_scores_are_left_out_where_the_scheme_says_so() -> None:
    d = case(NoticeRules(scores=False))
    read = Reader(notice_html(d))
    told = [cell for table in read.tables for line in table for cell in line]
    assert "Total" not in told
    for row in d.standings.rows:
        assert row.total is None or shown(row.total, 2) not in told


def test_stroke_order_and_names_that_have_none() -> None:
    d = case(NoticeRules(order=NoticeOrder.STROKE))
    staff = Reader(notice_html(d)).tables[0]
    assert [line[:2] for line in staff[1:]] == [
        ["1", "王秀英"],
        ["2", "李建国"],
        ["3", "欧阳明日香"],
        ["4", "=1+1"],
    ]
    assert notice(d).unknown == ("=1+1",)


def test_vetoed_exempt_and_missing_are_named() -> None:
    made = full_case()
    head = Exemption(
        9, "q1", "H1", "H1", "2026-01-01", "", "", "", ExemptionKind.NOT_ASSESSED, "挂职"
    )
    facts = replace(made.facts, exemptions=(head,))
    read = Reader(notice_html(dossier(replace(made, facts=facts))))
    notes = {line[1]: line[-1] for table in read.tables for line in table[1:]}
    assert notes["=1+1"] == "vetoed"
    assert notes["陈静"] == "not assessed"
    assert notes["刘洋"] == "1 rating missing"


@pytest.mark.parametrize(
    ("notice_", "fingerprint", "word"),
    [(False, "7c1e90ab" * 8, "not posted"), (True, "", "provisional"), (True, "00" * 32, "DRAFT")],
)
def test_drafts_say_so(notice_: bool, fingerprint: str, word: str) -> None:
    d = case()
    d = replace(d, notice=d.notice if notice_ else None, fingerprint=fingerprint)
    for text in (Reader(notice_html(d)).text, Reader(person_sheet_html(d, "A01")).text):
        assert "DRAFT" in text
    assert word in Reader(notice_html(d)).text
    assert "Notice no." not in Reader(notice_html(d)).text


@pytest.mark.parametrize("html", [notice_html, all_sheets_html])
def test_names_are_text_in_html(html: object) -> None:
    assert callable(html)
    d = named(*NASTY)
    read = Reader(html(d))
    assert "script" not in read.tags
    for name in NASTY:
        assert name in read.text


def test_names_are_text_in_docx() -> None:
    document = Document(io.BytesIO(notice_docx(named(*NASTY), None)))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    for name in NASTY:
        assert name in cells


def template(tmp_path: Path, text: str) -> Path:
    document = Document()
    document.add_paragraph(text)
    path = tmp_path / "letterhead.docx"
    document.save(str(path))
    return path


def test_a_bureaus_own_template(tmp_path: Path) -> None:
    path = template(
        tmp_path, "X县统计局文件 {{ period }} {% for c in classes %}{{ c.title }}{% endfor %}"
    )
    told = Document(io.BytesIO(notice_docx(case(), path))).paragraphs[0].text
    assert told.startswith("X县统计局文件 第一季度 ")


@pytest.mark.parametrize(
    "text",
    [
        "{{ nonesuch }}",
        "{% for x in classes %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ title.nonesuch }}",
        "{{ title * 999999999 }}",
        "{{ 9 ** 99999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ title | center(999999999) }}",
        "{{ '{:999999999}'.format(1) }}",
        "{% for x in range(99999) %}x{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ lipsum(999) }}",
        "{{ '\u202e\u009b31m' | none }}",
    ],
)
def test_a_template_with_a_fault_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refusal) as info:
        notice_docx(case(), template(tmp_path, text))
    assert info.value.code in ("template-field-unknown", "template-fields-wrong")
    assert info.value.values["file"] == "letterhead.docx"
    assert harmless_line(str(info.value)) == str(info.value)


@pytest.mark.parametrize("data", [b"", b"PK", b"{\\rtf1}", TEMPLATE.read_bytes()[:4000]])
def test_a_template_that_is_no_document_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "letterhead.docx"
    path.write_bytes(data)
    with refused("template-not-docx", file="letterhead.docx"):
        notice_docx(case(), path)
    with refused("file-missing", file="none.docx"):
        notice_docx(case(), tmp_path / "none.docx")


def test_a_template_that_is_a_bomb_or_a_pipe_is_refused(tmp_path: Path) -> None:
    path = template(tmp_path, "x")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.bin", bytes(8 * 1024 * 1024))
    with refused("file-too-large-unpacked", file="letterhead.docx"):
        notice_docx(case(), path)
    path.unlink()
    os.mkfifo(path)
    with refused("not-a-file", file="letterhead.docx"):
        notice_docx(case(), path)


def test_a_sheet_has_the_persons_marks_against_the_class() -> None:
    d = case()
    facts, marks, extra = Reader(person_sheet_html(d, "A01")).tables
    row = d.standings.row("A01")
    assert row.review.score is not None
    assert row.total is not None
    told = dict(zip(*facts, strict=True))
    assert told["Score"] == shown(row.review.score, 2)
    assert told["Total"] == shown(row.total, 2)
    assert told["Rank"] == f"rank {row.rank} of 3"
    assert told["Grade"] == d.grade_label(row.person)
    for place, indicator in enumerate(d.scheme.indicators):
        own = [r.marks[place] for r in d.ratings if (r.tier, r.ratee) == ("peer", "A01")]
        assert marks[1 + place][0] == indicator.name
        assert marks[1 + place][2] == shown(Fraction(sum(own), 10 * len(own)), 2)
    middle = [
        next(t.mean for t in d.standings.row(c).review.tiers if t.tier == "peer")
        for c in ("A01", "A02", "A03", "A04")
    ]
    value = median(m for m in middle if m is not None)
    assert value is not None
    assert marks[-1][3] == shown(value, 2)
    assert [line[:6] for line in extra[1:]] == [
        ["获表彰", "Bonus", "3", "3", "2", "2"],
        ["迟报", "Deduction", "1", "0.5", "1", "0.5"],
    ]


def test_every_sheet_is_a_page_of_its_own() -> None:
    d = case()
    read = Reader(all_sheets_html(d))
    assert read.tags.count("section") == len(d.standings.rows)
    with refused("person-not-rated", code="X9"):
        person_sheet_html(d, "X9")


@pytest.mark.parametrize(("count", "is_shown"), [(4, False), (5, True)])
def test_a_small_secret_tier_is_not_broken_down(count: int, is_shown: bool) -> None:
    d = case()
    tiers = tuple(replace(t, secret=t.key == "peer") for t in d.scheme.tiers)
    marks = tuple(each.points for each in d.scheme.indicators)
    ratings = tuple(
        PaperRating("peer", f"R{n}", "A01", RatingState.COUNTED, marks) for n in range(count)
    )
    d = replace(d, scheme=replace(d.scheme, tiers=tiers), ratings=ratings)
    read = Reader(person_sheet_html(d, "A01"))
    assert (read.tables[1][1][2] == "40.00") is is_shown
    assert ("is secret and has fewer" in read.text) is not is_shown


def test_the_years_sheet_has_its_periods() -> None:
    d = year_dossier({"q1": full_case(), "q2": full_case()})
    assert d.year is not None
    lines = Reader(person_sheet_html(d, "A01")).tables[1][1:]
    for line, share in zip(lines, d.year.rows["A01"].shares, strict=True):
        assert line[0] == share.period.name
        assert line[2] == ("–" if share.total is None else shown(share.total, 2))
    assert lines[2][-1] == "not closed yet; left out"


def test_the_years_papers_tell_its_spans() -> None:
    scheme = in_spans(full_case().scheme)
    d = year_dossier({"q1": full_case(), "q2": full_case()}, scheme)
    assert d.year is not None
    row = d.year.rows["A01"]
    lines = Reader(person_sheet_html(d, "A01")).tables[1][1:]
    assert [line[0] for line in lines] == ["第一季度", "第二季度", "上半年", "年终总评"]
    assert [line[1] for line in lines] == ["20", "7", "40", "60"]
    (span,) = spans_of(row)
    assert lines[2][2] == row.posted(span, 2) != ""
    assert [line[-1] for line in lines] == [
        *("part of 上半年", "part of 上半年", "", "not closed yet; left out")
    ]
    told = rule(scheme, d.year)
    assert told[0].startswith("The year is the weighted mean of 上半年 40, 年终总评 60; ")
    assert told[1] == (
        "“上半年” is the weighted mean of the totals of its periods (第一季度 20, 第二季度 7)."
    )


def test_median() -> None:
    assert median([]) is None
    assert median([Fraction(3), Fraction(1), Fraction(2)]) == 2
    assert median([Fraction(4), Fraction(1)]) == Fraction(5, 2)


@pytest.mark.parametrize("secret", [False, True])
def test_blank_ballots(secret: bool) -> None:
    scheme = full_case().scheme
    tier = replace(scheme.tiers[0], secret=secret)
    rated = [p for p in PEOPLE if p.role is not HEAD]
    pairs = {p: [r for r in rated if r != p] for p in (PEOPLE[0], PEOPLE[7])}
    pairs[PEOPLE[0]].remove(PEOPLE[1])
    read = Reader(blank_ballots_html(scheme, tier, pairs, "第一季度"))
    assert len(read.tables) == 2
    assert ("Rater:" in read.text) is not secret
    assert read.tables[0][0][3:] == [
        *(f"{i.name} ({i.points // 10})" for i in scheme.indicators),
        "total",
        "Abstain",
    ]
    first = {line[0] for line in read.tables[0][1:]}
    assert ("A01" in first) is secret
    assert ("A02" in first) is secret, "a recused pair would name the rater too"
    assert (read.tables[0] == read.tables[1]) is secret
    assert len(read.tables[1]) == 1 + len(rated)


def test_what_a_ballot_is_held_to_stands_above_it_and_in_the_notice() -> None:
    scheme = full_case().scheme
    limits = (Limit(low=Fraction(90), at_most_percent=Fraction(20)), Limit(all_equal=False))
    tier = replace(scheme.tiers[0], limits=limits)
    told = (
        "Limits of a ballot: 90 points or more for at most 20% of those rated, rounded down; "
        "not the same total for all."
    )
    read = Reader(blank_ballots_html(scheme, tier, {PEOPLE[0]: PEOPLE[1:3]}, "第一季度"))
    assert told in read.text
    sentences = rule(replace(scheme, tiers=(tier, *scheme.tiers[1:])), None)
    assert f"{tier.name}: {told}" in sentences
    form = Form(scheme, "f", scheme.periods[0], tier, PEOPLE[0], PEOPLE[1:3])
    with zipfile.ZipFile(io.BytesIO(blank_workbook(form))) as book:
        assert told in book.read("xl/sharedStrings.xml").decode()


def test_a_name_on_a_ballot_is_text() -> None:
    scheme = full_case().scheme
    rater, ratee = PEOPLE[0], Person("Z9", "<b>x", "s", PEOPLE[0].role)
    read = Reader(blank_ballots_html(scheme, scheme.tiers[0], {rater: [ratee]}, "q"))
    assert "b" not in read.tags
    assert read.tables[0][1][1] == "<b>x"
