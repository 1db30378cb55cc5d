"""Read scheme.toml (考核方案). Rule: docs/files.md, "scheme.toml"."""

from pathlib import Path

from kaohe_tui.domain.numbers import UNIT
from kaohe_tui.domain.rules.scheme.grades import QuotaBy
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from kaohe_tui.files.decode import in_file, read_text
from kaohe_tui.files.scheme import (
    checks,
    components,
    entries,
    form,
    grades,
    notices,
    periods,
    roles,
    tiers,
)
from kaohe_tui.files.toml.fields import Fields, Source, listed
from kaohe_tui.files.toml.lines import Lines
from kaohe_tui.files.toml.text import LIMIT, parsed
from kaohe_tui.words import N_

_STEPS = (10, 5, 1)
_YEARS = (1949, 9999)
_ROOT = (
    "name", "year", "scoring", "roles", "indicators", "tiers", "adjustments", "vetoes", "periods",
    "grades", "bars", "notice", "keep_originals", "components", "factors",
)  # fmt: skip
_SCORING = (
    "method", "step", "decimals", "self_rating", "rank", "tie_break",
    "bonus_cap", "deduction_cap", "ceiling", "quota_by",
)  # fmt: skip


def read_scheme(path: Path) -> tuple[Scheme, str]:
    """Return the scheme in a file, and the file's text, which is stored and fingerprinted.

    Raises:
        Refusal: one sentence with file, line and key.
    """
    text = read_text(path, LIMIT)
    return parse_scheme(text, path.name), text


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
    values = parsed(text, file)
    return _scheme(Fields(Source(file, Lines(text)), (), values))


def _scheme(root: Fields) -> Scheme:
    scoring = _scoring(root)
    method = scoring.choice("method", Method)
    step = _step(scoring)
    indicators = tuple(form.indicator(fields) for fields in root.many("indicators"))
    checks.indicators(root, indicators, step)
    words = roles.own_words(root)
    rounds = tiers.tiers(root, words, method)
    parts = components.components(root, words, rounds, method)
    reviews = periods.periods(root)
    checks.periods(root, reviews)
    adjustments = entries.adjustments(root, parts)
    ladder = tuple(grades.grade(fields) for fields in root.many("grades"))
    checks.grades(root, ladder)
    return Scheme(
        name=root.text("name"),
        year=root.whole("year", *_YEARS),
        method=method,
        step=step,
        decimals=scoring.whole("decimals", 0, 4, default=2),
        self_rating=scoring.flag("self_rating"),
        rank=scoring.choice("rank", RankBy, RankBy.BY_ROLE),
        tie_break=checks.tie_break(scoring, indicators, rounds, parts),
        indicators=indicators,
        tiers=rounds,
        periods=reviews,
        adjustments=adjustments,
        bonus_cap=scoring.number_or_none("bonus_cap"),
        deduction_cap=scoring.number_or_none("deduction_cap"),
        ceiling=scoring.number_or_none("ceiling"),
        veto=entries.veto(root, ladder),
        grades=ladder,
        quota_by=scoring.choice("quota_by", QuotaBy, QuotaBy.CLASS),
        bars=grades.bars(root, adjustments, ladder),
        notice=notices.notice(root),
        role_words=words,
        keep_originals=root.flag("keep_originals"),
        components=parts,
        factors=components.factors(root, parts),
    )


def _scoring(root: Fields) -> Fields:
    """Return the table [scoring], after a look at the names of all tables."""
    root.only(*_ROOT)
    root.require("name", "year", "indicators", "tiers", "periods")
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
