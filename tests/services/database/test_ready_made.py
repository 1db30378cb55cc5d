"""Each ready-made scheme is taken with its roster, scored from ballots to grades, and holds."""

import csv
from pathlib import Path

import pytest

from kaohe_tui.domain.numbers import UNIT
from kaohe_tui.domain.rules.forms.asked import Column
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.pairs import ratees_of
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.resources import shipped
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.database.ready_made import KINDS, NAMES, SAMPLE, files_of
from kaohe_tui.services.database.starting import new_year, write_templates
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.tiers import steps
from kaohe_tui.services.year import grades
from tests.refused import refused

READY = [kind for kind in KINDS if kind != SAMPLE]


@pytest.mark.parametrize("kind", READY)
def test_a_ready_made_scheme_runs_to_its_grades(tmp_path: Path, kind: str) -> None:
    written = write_templates(tmp_path / kind, kind)
    room = new_year(tmp_path / "y.db", written[0], written[1])
    try:
        scheme, _print, roster = room.base()
        for period in scheme.periods:
            for tier in scheme.tiers:
                steps.open_tier(room, period.key, tier.key)
                ballots = tmp_path / f"{period.key}-{tier.key}.csv"
                write_ballots(ballots, scheme, tier, roster)
                import_ballots(room, ballots, period.key)
                steps.close_tier(room, period.key, tier.key)
        grading = grades.grading(room, scheme.periods[-1].key)
        rated = [row for row in grading.standings.rows if row.total is not None]
        assert len(rated) >= 5
        assert any(grading.proposed(row.person.code) for row in rated)
        assert verify(room).found == ()
    finally:
        room.close()


def write_ballots(path: Path, scheme: Scheme, tier: Tier, roster: Roster) -> None:
    """Write everybody's ballots of a tier: the lower in the list, the lower the mark."""
    forms = Forms(scheme)
    rated = scheme.ratees(tier, roster)
    columns = [c.indicator.key for each in rated for c in forms.of(tier, each).columns]
    keys = list(dict.fromkeys(columns))
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.DictWriter(stream, ["tier", "rater", "ratee", *keys])
        lines.writeheader()
        for rater in scheme.raters(tier, roster):
            for place, ratee in enumerate(ratees_of(scheme, tier, roster, rater)):
                form = forms.of(tier, ratee)
                marks = {c.indicator.key: mark_of(scheme, c, place) for c in form.columns}
                lines.writerow({"tier": tier.key, "rater": rater.code, "ratee": ratee.code} | marks)


def mark_of(scheme: Scheme, column: Column, place: int) -> str:
    if column.levels:
        return scheme.levels[min(place // 3, len(scheme.levels) - 1)].name
    return str(max(column.indicator.points // UNIT * (99 - place) // 100, 1))


def test_there_is_a_folder_for_each_kind_and_no_other() -> None:
    folder = shipped("sample_data") / "templates"
    assert sorted(each.name for each in folder.iterdir()) == sorted(READY)
    for kind in READY:
        assert [path.name for path in files_of(kind, "zh")] == list(NAMES)


@pytest.mark.parametrize("kind", READY)
def test_each_says_at_its_head_what_it_is(kind: str) -> None:
    scheme = files_of(kind, "zh")[0]
    first = scheme.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert "：" in first
    assert read_scheme(scheme)[0].grades


def test_another_kind_is_refused_with_those_there_are() -> None:
    with refused("template-unknown", kind="spaceship", kinds=", ".join(READY)):
        files_of("spaceship", "zh")
