"""Make the public notice (公示): a page that prints on A4, and a document on a letterhead."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.record.chain import grouped
from kaohe_tui.domain.result.shape import short
from kaohe_tui.domain.rules.people import Person, called, shared_names
from kaohe_tui.domain.rules.scheme.notices import NoticeOrder
from kaohe_tui.domain.year.words import not_held
from kaohe_tui.files.papers.classes import classes, remark, standing_of
from kaohe_tui.files.papers.pages import NOTHING, acknowledgements, day, flowing, page
from kaohe_tui.files.papers.rule import rule
from kaohe_tui.files.papers.strokes import by_strokes
from kaohe_tui.files.papers.templates import filled
from kaohe_tui.words import _

TEMPLATE = Path(__file__).parent / "notice.docx"
"""The DOCX template that is shipped."""


@dataclass(frozen=True, slots=True)
class NoticeClass:
    """One list of the notice."""

    title: str
    """The class's name, as the heading of the list."""
    headings: tuple[str, ...]
    """The headings of the columns."""
    lines: tuple[tuple[str, ...], ...]
    """One line a person, with a cell for each heading."""


@dataclass(frozen=True, slots=True)
class Notice:
    """All that a notice says, word for word; the fields a template may use."""

    title: str
    """The heading of the notice."""
    scheme: str
    """The scheme's name."""
    period: str
    """The period's or the year's name."""
    draft: str
    """Why the notice is a draft; empty on one that was posted."""
    lead: str
    """The first sentence: which results are made public."""
    rule_title: str
    """The heading above the rule."""
    rule: str
    """The rule of the results, as one paragraph."""
    classes: tuple[NoticeClass, ...]
    """The lists, one a class with people in it."""
    order: str
    """The sentence about the order of strokes; empty where people stand by rank."""
    objections_title: str
    """The heading above the sentence on objections."""
    objections: str
    """The place and the last day for objections."""
    number: str
    """The notice's number as a sentence; empty on a draft."""
    posted: str
    """The operator who posted it and the time; empty on a draft."""
    fingerprint_short: str
    """The line with the result's short fingerprint; empty while provisional."""
    fingerprint: str
    """The line with the result's whole fingerprint; empty while provisional."""
    record: str
    """The hash of the record's last entry, and what was acknowledged.

    ``kaohe verify --against`` takes the hash. It is a field so that a bureau's own template has it.
    """
    unknown: tuple[str, ...] = ()
    """Names with a character of unknown strokes: sorted last."""


def is_draft(dossier: Dossier) -> bool:
    """Return whether the result may not be posted as it is.

    So it is while it is provisional, or while the notice in force is of another result.
    """
    notice = dossier.notice
    return not dossier.fingerprint or notice is None or notice.fingerprint != dossier.fingerprint


def notice(dossier: Dossier) -> Notice:
    """Return what the notice of a result says, in the language in use."""
    by_stroke = dossier.scheme.notice.order is NoticeOrder.STROKE
    lists, unknown = _lists(dossier)
    short_form, fingerprint = _fingerprint(dossier)
    number, posted = _posted(dossier)
    return Notice(
        title=_("Notice of assessment results"),
        scheme=dossier.scheme.name,
        period=dossier.name,
        draft=_draft(dossier),
        lead=_("The results of {period} under “{scheme}” are made public as follows.").format(
            period=dossier.name, scheme=dossier.scheme.name
        ),
        rule_title=_("How the results are made"),
        rule=flowing(
            (
                *rule(dossier.scheme, dossier.year),
                *(not_held(dossier.year) if dossier.year else ()),
            )
        ),
        classes=lists,
        order=_("Names are in the order of the strokes of the surname.") if by_stroke else "",
        objections_title=_("Objections"),
        objections=objections(dossier),
        number=number,
        posted=posted,
        fingerprint_short=short_form,
        fingerprint=fingerprint,
        record=_record(dossier),
        unknown=unknown,
    )


def _lists(dossier: Dossier) -> tuple[tuple[NoticeClass, ...], tuple[str, ...]]:
    """Return the lists class by class, and the names that the stroke data does not cover."""
    lists: list[NoticeClass] = []
    unknown: list[str] = []
    for title, people in classes(dossier):
        if not people:
            continue
        ordered = people
        if dossier.scheme.notice.order is NoticeOrder.STROKE:
            ordered, unsorted = by_strokes(people)
            unknown += [dossier.roster.called(person) for person in unsorted]
        lists.append(_class(dossier, title, ordered))
    return tuple(lists), tuple(unknown)


def _fingerprint(dossier: Dossier) -> tuple[str, str]:
    if not dossier.fingerprint:
        return "", ""
    short_form = _("Fingerprint of the result: {fingerprint}")
    message = _("whole: {fingerprint}")
    return (
        short_form.format(fingerprint=short(dossier.fingerprint)),
        message.format(fingerprint=dossier.fingerprint),
    )


def _record(dossier: Dossier) -> str:
    entries, head = dossier.record
    if not head:
        return ""
    lines = [_("Record up to entry {number}: {hash}").format(number=entries, hash=grouped(head))]
    if dossier.fingerprint:
        lines += acknowledgements(dossier.acknowledged)
    return "\n".join(lines)


def _posted(dossier: Dossier) -> tuple[str, str]:
    """Return the notice's number, and who posted it and when; both empty on a draft."""
    posted = dossier.notice
    if posted is None or is_draft(dossier):
        return "", ""
    signed = _("{who} {day}").format(who=posted.posted_by, day=day(posted.posted_on))
    return _("Notice no. {number}").format(number=posted.number), signed.strip()


def notice_html(dossier: Dossier) -> str:
    """Return the notice as one page that prints on A4."""
    content = notice(dossier)
    return page("notice.html", f"{content.title} · {content.period}", notice=content)


def notice_docx(dossier: Dossier, template: Path | None = None) -> bytes:
    """Return the notice as a DOCX document.

    Args:
        dossier: the result.
        template: a bureau's own, with its letterhead; None for the one that is shipped.

    Raises:
        Refusal: naming the template, when it cannot be read or names an unknown field.
    """
    return filled(template or TEMPLATE, asdict(notice(dossier)))


def _class(dossier: Dossier, title: str, people: Sequence[Person]) -> NoticeClass:
    rules = dossier.scheme.notice
    with_grades = bool(dossier.scheme.grades)
    first = _("No.") if rules.order is NoticeOrder.STROKE else _("Rank")
    headings = [first, _("Name"), _("Section")]
    headings += [_("Total")] if rules.scores else []
    headings += [_("Grade")] if with_grades else []
    headings += [_("Note")]
    lines = []
    shared = shared_names(row.person for row in dossier.standings.rows)
    for number, person in enumerate(people, 1):
        row = standing_of(dossier, person)
        place = row.rank if row else None
        if rules.order is NoticeOrder.STROKE:
            place = number
        cells = [NOTHING if place is None else str(place), called(person, shared), person.section]
        if rules.scores:
            cells.append(
                shown(row.total, dossier.standings.decimals)
                if row and row.total is not None
                else NOTHING
            )
        if with_grades:
            cells.append(dossier.grade_label(person) or NOTHING)
        lines.append((*cells, remark(dossier, person)))
    return NoticeClass(title, tuple(headings), tuple(lines))


def _draft(dossier: Dossier) -> str:
    if not is_draft(dossier):
        return ""
    if not dossier.fingerprint:
        return _("DRAFT — the result is provisional; not to be posted.")
    return _("DRAFT for comment — not posted yet.")


def objections(dossier: Dossier) -> str:
    """Say where and until when to object, in one sentence."""
    rules = dossier.scheme.notice
    office = rules.contact or _("the leading group's office")
    if dossier.notice and not is_draft(dossier):
        return _("Objections go to {where} by {day}.").format(
            where=office, day=day(dossier.notice.until)
        )
    return _("Objections go to {where} within {count} days of the posting.").format(
        where=office, count=rules.days
    )
