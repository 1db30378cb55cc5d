"""Read scheme.toml (考核方案). Rule: docs/files.md, "scheme.toml"."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from kaohe_tui.domain.numbers import MOST_POINTS, UNIT
from kaohe_tui.domain.rules.scheme.grades import QuotaBy
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from kaohe_tui.files.decode import in_file, read_text
from kaohe_tui.files.scheme import (
    absences,
    checks,
    classes,
    components,
    entries,
    form,
    grades,
    notices,
    periods,
    roles,
    tiers,
)
from kaohe_tui.files.scheme.book.read import Tables, tables_of
from kaohe_tui.files.scheme.book.source import in_cells, toml_of
from kaohe_tui.files.scheme.words import in_english, source_of
from kaohe_tui.files.sheets.open_book import is_packed, read_book
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.files.toml.text import LIMIT, parsed, quoted
from kaohe_tui.words import N_

_STEPS = (10, 5, 1)
_YEARS = (1949, 9999)
_ROOT = (
    "name", "year", "scoring", "roles", "groups", "levels", "indicators", "tiers", "components",
    "factors", "adjustments", "caps", "absences", "vetoes", "periods", "spans", "grades", "bars",
    "notice", "keep_originals",
)  # fmt: skip
_SCORING = (
    "method", "step", "decimals", "self_rating", "rank", "tie_break",
    "bonus_cap", "deduction_cap", "ceiling", "quota_by", "full",
)  # fmt: skip


def read_scheme(path: Path) -> tuple[Scheme, str]:
    """Return the scheme in a file or a workbook, and its text, which is stored and fingerprinted.

    Raises:
        Refusal: one sentence with file and line, or sheet and cell, and key.
    """
    if is_packed(path):
        tables = tables_of(read_book(path))
        text = toml_of(tables.values)
        return _of_book(tables), text
    text = read_text(path, LIMIT)
    return parse_scheme(text, path.name), text


def scheme_text(path: Path) -> str:
    """Return the text of a scheme: a file's own, or what scheme.toml says of a workbook.

    Raises:
        Refusal: where it cannot be read, or is no scheme.
    """
    return read_scheme(path)[1]


def scheme_tables(path: Path) -> Mapping[str, Any]:
    """Return what a scheme's file or workbook holds, with English keys.

    Raises:
        Refusal: where it cannot be read, or is no scheme.
    """
    return in_english(parsed(quoted(scheme_text(path)), path.name))


def parse_scheme(text: str, file: str) -> Scheme:
    """Return the scheme in a text.

    Args:
        text: TOML, at most ``LIMIT`` bytes.
        file: the name that errors give.

    Raises:
        Refusal: one sentence with file, line and key.
    """
    if len(text.encode("utf-8", "replace")) > LIMIT:
        raise in_file(
            file, "file-too-large", N_("The scheme is larger than 64 KiB; is it the right file?")
        )
    text = text.replace("\r\n", "\n")
    values = parsed(quoted(text), file)
    return _checked(Fields(source_of(text, file), (), values))


def _of_book(tables: Tables) -> Scheme:
    """Return the scheme of a workbook; refuse every cell that is wrong by itself at once."""
    root = Fields(in_cells(tables), (), tables.values)
    faults = Faults()
    faults.trying(lambda: _step(_scoring(root)))
    words = faults.trying(lambda: roles.own_words(root)) or {}
    groups = faults.trying(lambda: classes.groups(root, words)) or ()
    known, keys = classes.Classes(words, groups), [f.get("key") for f in root.many("indicators")]
    readers: dict[str, Callable[[Fields], object]] = {
        "indicators": lambda fields: form.indicator(fields, known),
        "factors": components.factor,
        "adjustments": entries.adjustment,
        "absences": absences.absence,
        "grades": grades.grade,
    }
    for table, read in readers.items():
        for fields in root.many(table):
            faults.trying(partial(read, fields))
    faults.trying(lambda: form.levels(root))
    names = list(map(str, keys))
    rounds = [faults.trying(partial(tiers.tier, f, known, names)) for f in root.many("tiers")]
    right = [each for each in rounds if each is not None]
    # A period may name a tier whose line is wrong.
    if right == rounds or not any(fields.has("tiers") for fields in root.many("periods")):
        faults.trying(lambda: periods.periods(root, right))
    faults.check()
    return _checked(root)


def _checked(root: Fields) -> Scheme:
    scheme = _scheme(root)
    checks.forms(root, scheme)
    tiers.check_weights(root, scheme)
    components.check_points(root, scheme)
    return scheme


def _scheme(root: Fields) -> Scheme:
    scoring = _scoring(root)
    step, full = _step(scoring), scoring.whole("full", 1, MOST_POINTS, default=100)
    words = roles.own_words(root)
    known = classes.Classes(words, classes.groups(root, words))
    indicators, levels = form.indicators(root, known), form.levels(root)
    rounds = tiers.tiers(root, known, indicators)
    parts = components.components(root, known, rounds, full)
    reviews = periods.periods(root, rounds)
    adjustments = entries.adjustments(root, parts)
    ladder = grades.ladder(root)
    return Scheme(
        name=root.text("name"),
        year=root.whole("year", *_YEARS),
        method=scoring.choice("method", Method),
        step=step,
        decimals=scoring.whole("decimals", 0, 4, default=2),
        self_rating=scoring.flag("self_rating"),
        rank=scoring.choice("rank", RankBy, RankBy.BY_ROLE),
        tie_break=checks.tie_break(scoring, indicators, rounds, parts),
        indicators=indicators,
        tiers=rounds,
        periods=reviews,
        adjustments=adjustments,
        absences=(kinds := absences.absences(root, adjustments)),
        caps=absences.several_under_one(root, adjustments, kinds),
        bonus_cap=scoring.number_or_none("bonus_cap"),
        deduction_cap=scoring.number_or_none("deduction_cap"),
        ceiling=scoring.number_or_none("ceiling"),
        vetoes=entries.vetoes(root, ladder),
        grades=ladder,
        quota_by=scoring.choice("quota_by", QuotaBy, QuotaBy.CLASS),
        bars=grades.bars(root, adjustments, rounds, ladder),
        notice=notices.notice(root),
        role_words=words,
        full=full,
        levels=levels,
        keep_originals=root.flag("keep_originals"),
        groups=tuple(known.groups),
        components=parts,
        factors=components.factors(root, parts),
    )


def _scoring(root: Fields) -> Fields:
    """Return the table [scoring], after a look at the names of all tables."""
    root.only(*_ROOT)
    root.require("name", "year", "tiers", "periods")
    scoring = root.one("scoring")
    if scoring is None:
        raise root.fault("scoring", "table-missing", N_("This table is missing; add it."))
    scoring.only(*_SCORING)
    return scoring


def _step(scoring: Fields) -> int:
    step = scoring.number("step") * UNIT
    if step not in _STEPS:
        raise scoring.fault(
            "step",
            "step-wrong",
            N_("The step of a mark is one of: {steps}."),
            steps=listed(["1", "0.5", "0.1"]),
        )
    return int(step)
