"""What docs/record-format.md says is true; the stranger's verifier makes each figure again."""

import gzip
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest
from scripts import verify_alone

from kaohe_tui.domain.record.event import Event
from tests.services.tampering import finished
from tests.trust.cheap import cheap, memory

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "record-format.md"
EXAMPLE = ROOT / "tests" / "former" / "0004-c0f1e0a.db.gz"


@pytest.fixture(scope="module")
def year() -> Iterator[Path]:
    """A finished year, never changed."""
    with cheap(), memory() as folder:
        yield finished(folder)


def examples() -> Iterator[str]:
    """What the page says of a database of the repository, made anew."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(gzip.decompress(EXAMPLE.read_bytes()))
        columns = "id, at, actor, action, period, tier, subject, old, new, reason, seal, chain"
        entries = db.execute(f"SELECT {columns} FROM record ORDER BY id").fetchall()
        before, (number, *texts, chain) = entries[5][-1], entries[6]
        form = json.dumps([before, number, *texts], ensure_ascii=False, separators=(",", ":"))
        assert verify_alone.text_digest(form) == chain
        yield f"{form}\n{chain}"
        rows = db.execute("SELECT period_key, ratee_code, rater_code, reason, tier_key FROM recusal"
                          " ORDER BY period_key, tier_key, rater_code, ratee_code")  # fmt: skip
        yield _lines(rows.fetchall(), verify_alone.of_table(db, "recusal"))
        assert verify_alone.of_table(db, "recusal") in entries[10][-2]
        [(ballot, period, tier)] = db.execute(
            "SELECT b.id, b.period_id, tier_no FROM ballot b JOIN participant p ON p.id = rater_id"
            " WHERE p.code = 'l' AND tier_no = 2"
        ).fetchall()
        assert verify_alone.of_ballots(db, period, tier, ballot) == entries[33][8]
        heads = "id, period_id, tier_no, rater_id, keying, keyed_by, nonce"
        head = db.execute(f"SELECT {heads} FROM ballot WHERE id = {ballot}").fetchall()
        on = verify_alone.on_ballots(db, period, str(ballot))
        parts = (head, list(verify_alone.folded(on["rating"])), on["abstention"], on["part_mark"])
        yield "\n".join(_lines(part) for part in parts) + f"\n{entries[33][8]}"
        name, digest = f"ballots {period} {tier}", verify_alone.of_ballots(db, period, tier)
        assert f'"{name}":"{digest}"' in entries[35][-2]
        yield f'"{name}":"{digest}"'
        receipt = db.execute(
            "SELECT code, period_id, tier_no FROM receipt ORDER BY code"
        ).fetchone()
        yield f"receipt{receipt!a}\n{verify_alone.sum_of({'receipt': [receipt]})}"
        rating = on["rating"][0]
        kept = tuple(rating[: max(n for n, mark in enumerate(rating, 1) if mark is not None)])
        yield f"rating{kept!a}\n{verify_alone.sum_of({'rating': [rating]})}"


def _lines(rows: Iterable[Sequence[object]], *after: str) -> str:
    return "\n".join([*(ascii(tuple(row)) for row in rows), "", *after])


def test_the_examples_of_the_page_are_true() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for each in examples():
        assert f"```\n{each}\n```" in page, each


def test_the_page_has_the_table_of_rules_that_the_script_follows() -> None:
    assert f"```{verify_alone.RULES}```" in PAGE.read_text(encoding="utf-8")


def test_the_page_has_the_texts_of_every_action() -> None:
    page = PAGE.read_text(encoding="utf-8")
    columns = ("period", "tier", "subject", "old", "new", "reason")
    for action, events in Event.known.items():
        for event in events:
            layouts = [event.layout.get(column, "") for column in columns]
            cells = [f"`{action}`", *(f"`{each}`" if each else "" for each in layouts)]
            assert f"| {' | '.join(cells)} |" in page


# -- figures --------------------------------------------------------------------------------------


def results(path: Path) -> list[tuple[str, str]]:
    """The last frozen result of each period: key and body."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute(
            "SELECT key, body FROM result JOIN period ON period.id = period_id ORDER BY number DESC"
        ).fetchall()


@pytest.mark.parametrize("figure", ["score", "total", "rank", "bonus", "deduction", "tied", "kept"])
def test_each_figure_of_a_result_is_made_again(year: Path, figure: str) -> None:
    """Whatever seals it: a result that was frozen wrong by the program itself is found too."""
    with closing(sqlite3.connect(year)) as db:
        [(period, text)] = db.execute(
            "SELECT period.id, text FROM period JOIN scheme ON scheme.id = scheme_id"
            " WHERE key = 'annual'"
        ).fetchall()
        made = verify_alone.Period(db, period, "annual", verify_alone.rules_of(text))
        body = json.loads(dict(results(year))["annual"])
        assert list(made.differing(body)) == []
        row = next(row for row in body["rows"] if row["rank"])
        where = row["tiers"][0] if figure == "kept" else row
        where[figure] = {"rank": 9, "tied": not row["tied"], "kept": 99}.get(figure, "1/3")
        [told] = made.differing(body)
        assert row["person"]["code"] in told


def made_up(scoring: dict[str, object]) -> verify_alone.Period:
    """A period with two tiers and one indicator in which a, b and c have equal totals; only in the
    second tier c has nothing, and b stands highest there."""
    period = verify_alone.Period.__new__(verify_alone.Period)
    period.scoring, period.places = {"method": "tiers", **scoring}, ["work"]
    period.tiers, period.parts = (
        [{"key": "peer", "weight": 1}, {"key": "head", "weight": "0.5"}],
        [],
    )
    period.marks = {("a", 0): [[900]], ("b", 0): [[905]], ("c", 0): [[900]]}
    period.marks |= {("a", 1): [[800]], ("b", 1): [[850]]}
    return period


@pytest.mark.parametrize(
    ("decimals", "value", "units"),
    [(2, "0.005", 1), (2, "0.00499", 0), (0, "0.5", 1), (1, "2/3", 7)],
)
def test_values_are_rounded_half_up(decimals: int, value: str, units: int) -> None:
    assert made_up({"decimals": decimals}).rounded(Fraction(value)) == units


@pytest.mark.parametrize(
    ("keys", "apart"),
    [
        ([], ["abc"]),
        (["head"], ["abc"]),
        (["head", "peer"], ["b", "ac"]),
        (["peer", "head"], ["b", "ac"]),
        (["work"], ["c", "b", "a"]),
    ],
)
def test_a_key_that_somebody_has_no_value_for_is_skipped(keys: list[str], apart: list[str]) -> None:
    assert ["".join(group) for group in made_up({}).parted(list("abc"), keys)] == apart
