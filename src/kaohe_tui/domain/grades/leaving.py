"""Say who is proposed as not assessed (不参加考核) for the days of absence of one kind.

The proposal alone changes nothing: ranks and quotas change once an exemption is entered.
"""

from collections.abc import Iterable, Iterator

from kaohe_tui.domain.entries.entries import ExemptionKind, GroupFacts
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.words import _


def leaving_of(scheme: Scheme, facts: GroupFacts, code: str) -> Iterator[str]:
    """Yield a sentence for each kind of absence for which the person is proposed to leave."""
    if facts.exemption_of(code) is not None:
        return
    for kind in scheme.absences:
        days = facts.absent_days(code, kind.key)
        if kind.out_from is not None and days >= kind.out_from:
            yield _(
                "Proposed: {exemption}, for {kind} of {days} days, {least} or more; it holds once "
                "it is entered."
            ).format(
                exemption=ExemptionKind.NOT_ASSESSED.label,
                kind=kind.name,
                days=plain(days),
                least=plain(kind.out_from),
            )


def leaving(scheme: Scheme, facts: GroupFacts, people: Iterable[Person]) -> list[str]:
    """Name everybody who is proposed as not assessed, a line each."""
    line = _("{name} ({code}): {sentence}")
    return [
        line.format(name=person.name, code=person.code, sentence=sentence)
        for person in people
        for sentence in leaving_of(scheme, facts, person.code)
    ]
