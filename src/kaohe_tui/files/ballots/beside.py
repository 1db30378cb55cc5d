"""Ask where sections or titles beside the marks do not fit the roster, the period or the tier.

Rule: docs/files.md, "What is doubtful".
"""

from collections.abc import Collection, Iterable, Iterator
from functools import partial

from kaohe_tui.domain.rules.people import Person, with_code
from kaohe_tui.domain.text import few, name_key
from kaohe_tui.files.ballots.meeting import Meeting
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Doubt, Option
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.titles import time_doubts
from kaohe_tui.words import _

_MEANT = "-"
"""The answer that it is meant all the same."""


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


def title_doubts(
    titles: Collection[str], meeting: Meeting, *, has_tiers: bool = False
) -> list[Doubt]:
    """Ask about titles that name another period, or another tier.

    Args:
        titles: the texts above the table.
        meeting: says which period and tier the ballots would be of.
        has_tiers: whether the lines themselves name their tier.
    """
    doubts: dict[str, Doubt] = {}
    for text in titles:
        for doubt in () if has_tiers else _of_tier(text, meeting):
            doubts.setdefault(doubt.key, doubt)
    return [*time_doubts(titles, meeting.scheme, meeting.period), *doubts.values()]


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
