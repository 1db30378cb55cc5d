"""The workbook, recomputed by LibreOffice: its formulas give kaohe's very figures."""

import io
import zipfile
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.public.dossier import Dossier, PaperRating, RatingState
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Method
from kaohe_tui.domain.year.sums import spans_of
from kaohe_tui.domain.year.year import Gave
from kaohe_tui.files.workbook.workbook import workbook
from kaohe_tui.words import use_language
from tests.files.dossiers import (
    FULL_SCHEME,
    PEOPLE,
    ROSTER,
    Case,
    dossier,
    full_case,
    totals,
)
from tests.files.recomputing import SOFFICE, Sheets, cells_of, recomputed, sheet_xml
from tests.files.workbook_cases import DOSSIERS

needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="soffice (LibreOffice) is not installed")


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheets]:
    """What LibreOffice makes of all of them; every stored value was wrong before."""
    use_language("en")
    books = {name: workbook(one) for name, one in DOSSIERS.items()}
    return recomputed(tmp_path_factory.mktemp("workbooks"), books)


def lines(sheets: Sheets, sheet: str = "Standings") -> list[dict[str, Any]]:
    """A sheet's lines by heading."""
    heads = sheets[sheet][1]
    return [dict(zip(heads, row, strict=True)) for row in sheets[sheet][2:]]


def exactly(value: Fraction | None, decimals: int) -> object:
    """What a cell must hold: the double that is written with those digits."""
    return "" if value is None else float(shown(value, decimals))


def agrees_with(one: Dossier, sheets: Sheets) -> None:
    """Every figure of the standings is the dossier's own."""
    found = lines(sheets)
    assert [line["Code"] for line in found] == [r.person.code for r in one.standings.rows]
    places = one.scheme.decimals
    for line, row in zip(found, one.standings.rows, strict=True):
        assert line["Rank"] == (row.rank or ""), row.person.code
        assert line["Shared"] == ("tied" if row.tied else "")
        assert line["Name"] == row.person.name
        assert line["Grade"] == one.grade_label(row.person)
        if one.year:
            shares = one.year.rows[row.person.code].shares
            for share in shares:
                worth = share.total if share.gave is Gave.COUNTED else None
                assert line[share.period.name] == exactly(worth, places)
            for span in spans_of(one.year.rows[row.person.code]):
                worth = one.year.rows[row.person.code].value_of(span)
                assert line[span.name] == exactly(worth, places)
            assert line["Year"] == exactly(row.total, places)
            continue
        for name in ("Score", "Bonus", "Deduction", "Total"):
            value = row.review.score if name == "Score" else getattr(row, name.lower())
            assert line[name] == exactly(value, places), (row.person.code, name)
        tiers = {tier.tier: tier for tier in row.review.tiers}
        for tier in one.scheme.tiers:
            mine = tiers.get(tier.key)
            assert line[f"{tier.name}: ratings"] == (mine.ratings if mine else 0)
            assert line[f"{tier.name}: mean"] == exactly(mine.mean if mine else None, places)


@needs_soffice
@pytest.mark.parametrize("name", DOSSIERS)
def test_recomputed_anew_it_shows_the_very_figures(name: str, anew: dict[str, Sheets]) -> None:
    agrees_with(DOSSIERS[name], anew[name])


@pytest.mark.parametrize("name", DOSSIERS)
def test_the_stored_values_are_the_very_figures(name: str) -> None:
    agrees_with(DOSSIERS[name], cells_of(workbook(DOSSIERS[name])))


@needs_soffice
@pytest.mark.parametrize("name", DOSSIERS)
def test_every_stored_value_is_what_its_formula_gives(name: str, anew: dict[str, Sheets]) -> None:
    stored = cells_of(workbook(DOSSIERS[name]))
    assert list(anew[name]) == list(stored)
    for sheet, rows in stored.items():
        assert len(anew[name][sheet]) == len(rows)
        for mine, theirs in zip(rows, anew[name][sheet], strict=True):
            for one, other in zip(mine, theirs, strict=True):
                # Sums of decimal marks, and quotients too long for doubles, end in their own way.
                if isinstance(one, float) and (sheet == "Ratings" or name == "long"):
                    assert other == pytest.approx(one, rel=1e-13)
                else:
                    assert other == one, (sheet, mine)


def test_the_cases_hold_what_they_are_for() -> None:
    tied = {name for name, one in DOSSIERS.items() if any(r.tied for r in one.standings.rows)}
    assert {"full", "ties", "ties_apart", "year_ties"} <= tied
    skipped = [b for r in DOSSIERS["ties_skipped"].standings.rows for b in r.tie_breaks]
    assert any(b.value is None for b in skipped)
    assert any(b.value is not None for b in skipped)
    assert DOSSIERS["floor"].standings.row("A01").total == 0
    assert all(r.total is None for r in DOSSIERS["nobody"].standings.rows)
    assert {one.scheme.method for one in DOSSIERS.values()} == set(Method)


def test_only_the_scheme_with_long_weights_says_that_it_is_not_exact() -> None:
    for name, one in DOSSIERS.items():
        told = cells_of(workbook(one))["Rules"][-1][1]
        assert ("too long" in told) == (name == "long")


def test_names_like_formulas_are_text_and_nothing_leads_out() -> None:
    wicked = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1", "\r=1", "http://x.cn", "{=1}")
    people = tuple(replace(PEOPLE[0], code=f"C{n}", name=name) for n, name in enumerate(wicked))
    case = Case(FULL_SCHEME, {"peer": {"C0": totals("90")}}, Roster(people))
    data = workbook(dossier(case, name="=cmd|' /C calc'!A0"))
    for sheet in sheet_xml(data).values():
        assert "cmd" not in sheet
        assert "SUM(A1)" not in sheet
    names = {line["Name"] for line in lines(cells_of(data))}
    # A carriage return is written as XML demands and read back so.
    assert {name.replace("\r", "") for name in wicked} <= {
        name.replace("_x000D_", "").replace("\r", "") for name in names
    }
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower()]
        assert not any(b'TargetMode="External"' in archive.read(n) for n in archive.namelist())


def secret_case() -> Case:
    """A secret tier in which one rater gives always least; the roster's order would tell."""
    tiers = tuple(replace(t, secret=t.key == "peer") for t in FULL_SCHEME.tiers)
    given = {"peer": {"A01": totals("70 95 90"), "A02": totals("71 93 99")}}
    others = (PaperRating("peer", "H1", "A01", RatingState.ABSTAINED),)
    return Case(replace(FULL_SCHEME, tiers=tiers), given, others=others)


def test_a_secret_tier_names_no_rater_and_orders_by_marks() -> None:
    rows = lines(cells_of(workbook(dossier(secret_case()))), "Ratings")
    told = [(r["Rater's code"], r["Rater"], r["Code"], r["Total"]) for r in rows]
    assert told == [
        ("", "No. 1", "A01", 95),
        ("", "No. 2", "A01", 90),
        ("", "No. 3", "A01", 70),
        ("", "No. 4", "A01", ""),
        ("", "No. 1", "A02", 99),
        ("", "No. 2", "A02", 93),
        ("", "No. 3", "A02", 71),
    ]


def test_who_gave_which_marks_in_a_secret_tier_leaves_no_trace() -> None:
    one = dossier(secret_case())
    others = {"M1": "M2", "M2": "M1", "A02": "A03", "A03": "A02"}
    moved = tuple(
        replace(r, rater=others.get(r.rater, r.rater) if r.ratee == "A01" else r.rater)
        for r in reversed(one.ratings)
    )
    assert workbook(replace(one, ratings=moved)) == workbook(one)


def test_an_open_tier_names_its_raters() -> None:
    found = lines(cells_of(workbook(DOSSIERS["full"])), "Ratings")
    assert {r["Rater"] for r in found} <= {p.name for p in ROSTER}
    assert all(r["Rater's code"] for r in found)
    states = {r["State"] for r in found}
    assert states == {"counts", "abstained", "recused", "not handed in", "void"}


def test_equal_dossiers_give_equal_bytes() -> None:
    assert workbook(dossier(full_case())) == workbook(dossier(full_case()))


def test_every_sheet_prints_on_a4_across_with_its_headings_in_view() -> None:
    for sheet in sheet_xml(workbook(DOSSIERS["full"])).values():
        assert 'paperSize="9"' in sheet
        assert 'orientation="landscape"' in sheet
        assert 'state="frozen"' in sheet
