"""Ask where sections or titles beside the marks do not fit the roster, the period or the tier.

Rule: docs/files.md, "What is doubtful".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from kaohe_tui.domain.rules.people import Person, with_code
from kaohe_tui.domain.rules.scheme.periods import Period, PeriodKind
from kaohe_tui.domain.text import few, name_key
from kaohe_tui.files.ballots.meeting import Meeting
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Doubt, Option
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.head import Head
from kaohe_tui.words import _

_MEANT = "-"
"""The answer that it is meant all the same."""
_NUMBERS = {each: number for number, each in enumerate("一二三四五六七八九十", 1)}
_QUARTER = re.compile(r"第?([一二三四1-4])季度?|(?<![a-z0-9])q([1-4])(?![a-z0-9])")
_HALF = re.compile("([上下])半年")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!\d{1,2}[日号])")
_YEAR_END = re.compile("年终|全年")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!\d{1,2}月)")

_Time = tuple[str, int]
"""A part of the year: what it is, and which."""


def section_doubts(lines: Iterable[Line], meeting: Meeting) -> list[Doubt]:
    """Ask about people who stand there beside another section than the roster has."""
    who, faults = meeting.who, Faults()
    known = {name_key(each.section) for each in who.roster}
    beside = [(line, line.raw("section")) for line in lines]
    texts = {name_key(text) for _line, text in beside}
    if len(beside) > 1 and len(texts) == 1 and not texts & known:
        # 单位: the bureau's own name beside everybody.
        return []
    people: dict[tuple[str, str], list[Person]] = {}
    for line, text in beside:
        code = faults.trying(partial(meeting.ratee, line)) if text else None
        if code is None or code not in who.roster:
            continue
        person = who.roster[code]
        written, own = name_key(text), name_key(person.section)
        if own and written not in own and own not in written:
            people.setdefault((text, person.section), []).append(person)
    question = _("Beside {people} stands “{there}”, in the roster “{own}”; are they meant?")
    return [
        Doubt(
            f"section {written}",
            question.format(
                people=few([*map(with_code, each)]), there=shown(written), own=shown(own)
            ),
            (Option(_MEANT, _("they are")),),
            _MEANT,
        )
        for (written, own), each in people.items()
    ]


def titles_of(rows: Sequence[Sequence[str]], head: Head) -> list[str]:
    """Return all texts above the headings."""
    return [cell.strip() for cells in rows[: head.first - 1] for cell in cells if cell.strip()]


def title_doubts(
    titles: Iterable[str], meeting: Meeting, *, has_tiers: bool = False
) -> list[Doubt]:
    """Ask about titles that name another period, or another tier.

    Args:
        titles: the texts above the table.
        meeting: says which period and tier the ballots would be of.
        has_tiers: whether the lines themselves name their tier.
    """
    doubts: dict[str, Doubt] = {}
    for text in titles:
        for doubt in (*_of_period(text, meeting), *(() if has_tiers else _of_tier(text, meeting))):
            doubts.setdefault(doubt.key, doubt)
    return list(doubts.values())


def _of_period(text: str, meeting: Meeting) -> Iterator[Doubt]:
    scheme = meeting.scheme
    period = next((each for each in scheme.periods if each.key == meeting.period), None)
    if period is None or not _differs(text, period, scheme.year):
        return
    question = _("The title says “{text}”, but the period is {period} of {year}; is it meant?")
    yes = Option(_MEANT, _("yes, the ballots are of {period}").format(period=period.name))
    sentence = question.format(text=shown(text), period=period.name, year=scheme.year)
    yield Doubt("title period", sentence, (yes,), "")


def _differs(text: str, period: Period, year: int) -> bool:
    """Return whether a title names a time that is not the period's."""
    word = name_key(text).casefold()
    years = {int(each) for each in _YEAR.findall(word)}
    if years and year not in years:
        return True
    own = _times(name_key(period.name).casefold()) | _times(period.key.casefold())
    written = _times(word)
    if period.kind is PeriodKind.ANNUAL:
        own.add(("year", 1))
    if not any(kind == "month" for kind, _which in own):
        # The month is that of the day on which it was filled in.
        written = {each for each in written if each[0] != "month"}
    return bool(own and written) and own.isdisjoint(written)


def _times(word: str) -> set[_Time]:
    """Return the parts of the year that a folded text names."""
    times = {("quarter", _number(a or b)) for a, b in _QUARTER.findall(word)}
    times |= {("half", 1 + (each == "下")) for each in _HALF.findall(word)}
    times |= {("month", _number(each)) for each in _MONTH.findall(word)}
    return times | ({("year", 1)} if _YEAR_END.search(word) else set())


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else sum(_NUMBERS[each] for each in text)


def _of_tier(text: str, meeting: Meeting) -> Iterator[Doubt]:
    word = name_key(text)
    named = [each for each in meeting.scheme.tiers if name_key(each.name) in word]
    # The name of one tier may be a part of another's.
    longest = [
        each
        for each in named
        if not any(each is not other and each.name in other.name for other in named)
    ]
    if not meeting.tier or not longest or any(each.key == meeting.tier for each in longest):
        return
    tier = meeting.scheme.tier(meeting.tier)
    question = _("The title says “{text}”, but the ballots would be of {tier}; is it meant?")
    yes = Option(_MEANT, _("yes, they are of {tier}").format(tier=tier.name))
    yield Doubt("title tier", question.format(text=shown(text), tier=tier.name), (yes,), "")
