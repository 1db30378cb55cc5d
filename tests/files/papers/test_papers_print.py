"""The notice printed by a real browser."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.files.papers.notice import notice_html
from tests.domain.strategies import STAFF
from tests.files.dossiers import PEOPLE, Case, dossier, full_case, totals

CHROMIUM = shutil.which("chromium")
LIMIT = 120


def crowd() -> Case:
    """Ninety people, so that the notice takes several pages."""
    made = full_case()
    more = tuple(
        replace(PEOPLE[0], code=f"B{n:02}", name=f"欧阳甲{n:02}", role=STAFF) for n in range(90)
    )
    given = {tier: dict(of) for tier, of in made.given.items()}
    for n, person in enumerate(more):
        given["peer"][person.code] = totals(f"{60 + n % 40} {70 + n % 30}.5 81")
    return replace(made, given=given, roster=Roster((*PEOPLE, *more)))


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_the_printed_notice_is_whole(tmp_path: Path) -> None:
    d = dossier(crowd())
    page, pdf = tmp_path / "notice.html", tmp_path / "notice.pdf"
    page.write_text(notice_html(d), "utf-8")
    subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--no-first-run",
            "--disable-background-networking",
            "--no-pdf-header-footer",
            f"--print-to-pdf={pdf}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=LIMIT,
    )
    about = subprocess.run(
        ["pdfinfo", str(pdf)], check=True, capture_output=True, text=True, timeout=LIMIT
    ).stdout
    assert "A4" in about
    found = re.search(r"^Pages:\s+(\d+)", about, re.MULTILINE)
    assert found
    assert int(found[1]) > 2
    told = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"],
        check=True,
        capture_output=True,
        text=True,
        timeout=LIMIT,
    ).stdout
    lines = [line.split() for line in told.splitlines()]
    for row in d.standings.rows:
        assert row.total is not None
        figures = {row.person.name, row.person.section, shown(row.total, 2)}
        assert any(figures <= set(line) for line in lines), row.person.name
    assert told.count("Rank") >= int(found[1])
