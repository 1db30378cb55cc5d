"""List what a result rests on as plain tables, which go out as CSV and as JSON.

Rule: docs/files.md, "Everything, for other programs".
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kaohe_tui.domain.entries.entries import Absence
from kaohe_tui.domain.entries.sizes import points_each
from kaohe_tui.domain.numbers import plain, points
from kaohe_tui.domain.public.dossier import Dossier, PaperRating, PublicNotice, RatingState
from kaohe_tui.domain.public.matter import NO_PERIOD, Matter
from kaohe_tui.files.data import entered
from kaohe_tui.files.data.entered import (
    ENTERED,
    WITHDRAWN,
    Register,
    Value,
    entry_cells,
    name_of,
    period_key,
    register,
    withdrawn,
)
from kaohe_tui.files.data.marks import derived_level, has_bands, mark_columns, written_marks
from kaohe_tui.words import N_, _

_STATES = {
    RatingState.COUNTED: N_("counted"),
    RatingState.HIDDEN: N_("counted, not shown"),
    RatingState.ABSTAINED: N_("abstained"),
    RatingState.RECUSED: N_("recused"),
    RatingState.MISSING: N_("missing"),
    RatingState.VOID: N_("voided"),
}


def registers(
    dossier: Dossier, notices: Sequence[PublicNotice], matters: Sequence[Matter]
) -> tuple[Register, ...]:
    """Return every table beside the standings themselves.

    Args:
        dossier: the result.
        notices: all that were posted of it.
        matters: those that concern it; who brought them is not in them.
    """
    return (
        _ratings(dossier),
        _adjustments(dossier),
        *([entered.figures(dossier)] if dossier.scheme.offices else []),
        entered.vetoes(dossier),
        entered.exemptions(dossier),
        _absences(dossier),
        _decisions(dossier),
        _tasks(dossier),
        _notices(notices),
        _matters(matters),
    )


def state_label(state: RatingState) -> str:
    """Return the words for a rating's state, in the language in use."""
    return _(_STATES[state])


def _ratings(dossier: Dossier) -> Register:
    columns = [
        ("tier", N_("Tier")),
        ("ratee", N_("Code")),
        ("ratee_name", N_("Name")),
        ("number", N_("Rater's number")),
        ("rater", N_("Rater's code")),
        ("rater_name", N_("Rater's name")),
        ("state", N_("State")),
    ]
    table = register("ratings", [*columns, ("total", N_("Total"))], _rating_rows(dossier))
    # An indicator's name comes from the scheme and is no message.
    columns_of_marks = mark_columns(dossier)
    keys = (*(f"mark {key}" for key in columns_of_marks), "total")
    names = (*columns_of_marks.values(), table.headings[-1])
    if has_bands(dossier):
        keys, names = (*keys, "level"), (*names, _("Level of the total"))
    return Register(table.name, table.keys[:-1] + keys, table.headings[:-1] + names, table.rows)


def _rating_rows(dossier: Dossier) -> Iterator[tuple[Value, ...]]:
    keys, is_banded = tuple(mark_columns(dossier)), has_bands(dossier)
    for tier in dossier.scheme.tiers:
        of_tier = [each for each in dossier.ratings if each.tier == tier.key]
        for person in dossier.roster:
            ratings = [each for each in of_tier if each.ratee == person.code]
            if tier.secret:
                # Any order that comes from the raters would tell who they are.
                ratings.sort(key=lambda each: (each.state.value, each.marks))
            for number, each in enumerate(ratings, 1):
                marks = written_marks(dossier, each, keys)
                form = dossier.form(each)
                total = plain(form.shown_total(each.marks)) if each.marks else ""
                rater = _rater(dossier, each, number, secret=tier.secret)
                level = derived_level(dossier, each) if is_banded else ()
                yield (
                    tier.key, person.code, person.name, *rater, each.state, *marks, total, *level
                )  # fmt: skip


def _rater(
    dossier: Dossier, rating: PaperRating, number: int, *, secret: bool
) -> tuple[Value, Value, Value]:
    if secret:
        return number, "", ""
    return number, rating.rater, name_of(dossier, rating.rater)


def _adjustments(dossier: Dossier) -> Register:
    columns = (
        *ENTERED, ("rule", N_("Rule")), ("count", N_("Times")), ("level", N_("Level")),
        ("matter", N_("What for")), ("points", N_("Points each")), ("evidence", N_("Evidence")),
        ("approved_by", N_("Approved by")), ("approved_at", N_("Approved at")),
        ("counts", N_("Counts")), *WITHDRAWN,
    )  # fmt: skip
    return register(
        "adjustments",
        columns,
        (
            (
                *entry_cells(dossier, each), each.rule, each.count, each.level, each.matter,
                points_each(dossier.scheme.adjustments, each), each.evidence,
                each.approved_by, each.approved_at, each.counts, *withdrawn(each),
            )
            for each in dossier.facts.adjustments
        ),
    )  # fmt: skip


def _absences(dossier: Dossier) -> Register:
    days, kind = ("days", N_("Days")), ("kind", N_("Kind"))
    columns = (*ENTERED, days, kind, ("reason", N_("Reason")), *WITHDRAWN)
    rows = (
        (*entry_cells(dossier, a), _days(a), a.kind, a.reason, *withdrawn(a))
        for a in dossier.facts.absences
    )
    return register("absences", columns, rows)


def _days(absence: Absence) -> str:
    return plain(Fraction(absence.half_days, 2))


def _decisions(dossier: Dossier) -> Register:
    columns = (
        *ENTERED,
        ("grade", N_("Decided grade")),
        ("proposed", N_("Proposed grade")),
        ("reason", N_("Reason")),
        ("decided_by", N_("Decided by")),
        ("decided_at", N_("Decided at")),
    )
    rows = (
        (
            d.id, period_key(d.period), d.code, name_of(dossier, d.code), d.grade, d.proposed,
            d.reason, d.decided_by, d.decided_at,
        )
        for d in dossier.facts.decisions
    )  # fmt: skip
    return register("decisions", columns, rows)


def _tasks(dossier: Dossier) -> Register:
    columns = (
        ("code", N_("Code")),
        ("name", N_("Name")),
        ("number", N_("No.")),
        ("title", N_("Task")),
        ("target", N_("Target")),
        ("measures", N_("Measures")),
        ("standard", N_("Scoring standard")),
        ("points", N_("Worth")),
    )
    rows = (
        (
            person.code, person.name, number, task.title, task.target, task.measures,
            task.standard, points(task.points),
        )
        for person in dossier.roster
        for number, task in enumerate(dossier.tasks.get(person.code, ()), 1)
    )  # fmt: skip
    return register("tasks", columns, rows)


def _notices(notices: Sequence[PublicNotice]) -> Register:
    columns = (
        ("period", N_("Period")),
        ("number", N_("No.")),
        ("posted_on", N_("Posted on")),
        ("until", N_("Until")),
        ("posted_by", N_("Posted by")),
        ("fingerprint", N_("Fingerprint")),
    )
    rows = (
        (period_key(n.period), n.number, n.posted_on, n.until, n.posted_by, n.fingerprint)
        for n in notices
    )
    return register("notices", columns, rows)


def _matters(matters: Sequence[Matter]) -> Register:
    columns = (
        ("number", N_("No.")),
        ("period", N_("Period")),
        ("code", N_("Code")),
        ("about", N_("About")),
        ("kind", N_("Kind")),
        ("anonymous", N_("Anonymous")),
        ("received_on", N_("Received on")),
        ("due_on", N_("Due on")),
        ("handler", N_("Handler")),
        ("open", N_("Still open")),
        ("outcome", N_("Outcome")),
        ("correction", N_("Correction")),
    )
    rows = (
        (
            m.id, "" if m.period == NO_PERIOD else period_key(m.period), m.code, m.about, m.kind,
            m.anonymous, m.received_on, m.due_on, m.handler, m.is_open, m.outcome, m.correction,
        )
        for m in matters
    )  # fmt: skip
    return register("matters", columns, rows)
