"""Read scheme.toml (考核方案). Rule: docs/files.md, "scheme.toml"."""

from kaohe_tui.domain.numbers import MOST_POINTS, UNIT
from kaohe_tui.domain.rules.scheme.grades import QuotaBy
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from kaohe_tui.files.decode import in_file
from kaohe_tui.files.scheme import (
    checks,
    classes,
    form,
    grades,
    notices,
    periods,
    roles,
    tiers,
)
from kaohe_tui.files.scheme.totals import absences, components, entries, shares
from kaohe_tui.files.scheme.words import source_of
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
    return checked(Fields(source_of(text, file), (), values))


def checked(root: Fields) -> Scheme:
    """Return the scheme in a file's tables, once its parts fit together.

    Raises:
        Refusal: one sentence with place and key.
    """
    scheme = _scheme(root)
    checks.forms(root, scheme)
    tiers.check_limits(root, scheme)
    tiers.check_weights(root, scheme)
    components.check_points(root, scheme)
    shares.check(root, scheme)
    return scheme


def _scheme(root: Fields) -> Scheme:
    scoring, words = scoring_of(root), roles.own_words(root)
    step, full = step_of(scoring), scoring.whole("full", 1, MOST_POINTS, default=100)
    known = classes.Classes(words, classes.groups(root, words))
    indicators, levels = form.indicators(root, known), form.levels(root)
    rounds = tiers.tiers(root, known, indicators, shares.tiers_of(root))
    parts = components.components(root, known, rounds, full)
    reviews = periods.periods(root, rounds, parts)
    adjustments, ladder = entries.adjustments(root, parts), grades.ladder(root)
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
        absences=(kinds := absences.absences(root, adjustments, parts)),
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


def scoring_of(root: Fields) -> Fields:
    """Return the table [scoring], after a look at the names of all tables."""
    root.only(*_ROOT)
    root.require("name", "year", "tiers", "periods")
    scoring = root.one("scoring")
    if scoring is None:
        raise root.fault("scoring", "table-missing", N_("This table is missing; add it."))
    scoring.only(*_SCORING)
    return scoring


def step_of(scoring: Fields) -> int:
    """Return the smallest unit of a mark, in tenths of a point."""
    step = scoring.number("step") * UNIT
    if step not in _STEPS:
        raise scoring.fault(
            "step",
            "step-wrong",
            N_("The step of a mark is one of: {steps}."),
            steps=listed(["1", "0.5", "0.1"]),
        )
    return int(step)
