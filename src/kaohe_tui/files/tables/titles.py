"""Ask about titles above a table that name another part of the year than it is brought to.

Rule: docs/files.md, "What is doubtful".
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from kaohe_tui.domain.rules.scheme.periods import Period, PeriodKind
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.doubts import Doubt, Option
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


def titles_of(rows: Sequence[Sequence[str]], head: Head) -> list[str]:
    """Return all texts above the headings."""
    return [cell.strip() for cells in rows[: head.first - 1] for cell in cells if cell.strip()]


Asked = Callable[[Collection[str]], Sequence[Doubt]]
"""Returns what is doubtful of the titles above a table."""


def unasked(_titles: Collection[str]) -> Sequence[Doubt]:
    """Return that nothing is doubtful of any title."""
    return ()


def asking(scheme: Scheme, key: str = "") -> Asked:
    """Return what asks about titles as ``time_doubts`` does."""
    return lambda titles: time_doubts(titles, scheme, key)


def time_doubts(titles: Iterable[str], scheme: Scheme, key: str) -> list[Doubt]:
    """Ask about the first title that names another time, if there is one.

    Args:
        titles: the texts above the table.
        scheme: the rules, which say the year.
        key: the period's that the table is brought to; empty: the year is compared alone.
    """
    period = next((each for each in scheme.periods if each.key == key), None)
    text = next((each for each in titles if _differs(each, period, scheme.year)), None)
    if text is None:
        return []
    values = {"text": shown(text), "year": scheme.year}
    if period is None:
        question = _("The title says “{text}”, but the year is {year}; is it meant?")
        yes = _("yes, it is of {year}").format(year=scheme.year)
    else:
        question = _("The title says “{text}”, but the period is {period} of {year}; is it meant?")
        values["period"] = period.name
        yes = _("yes, it is of {period}").format(period=period.name)
    return [Doubt("title period", question.format(**values), (Option(_MEANT, yes),), "")]


def _differs(text: str, period: Period | None, year: int) -> bool:
    """Return whether a title names a time that is not the period's."""
    word = name_key(text).casefold()
    years = {int(each) for each in _YEAR.findall(word)}
    if years and year not in years:
        return True
    if period is None:
        return False
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
