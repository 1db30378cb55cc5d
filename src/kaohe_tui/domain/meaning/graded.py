"""Tell how people are ranked, and what a grade asks for."""

from collections.abc import Iterator

from kaohe_tui.domain.meaning.raters import class_list
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.grades import Grade, QuotaBy
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.words import N_, _, _n, join_sentences

_SHARING = {
    QuotaBy.CLASS: N_("those who are ranked together"),
    QuotaBy.UNIT: N_("everybody"),
    QuotaBy.SECTION: N_("each section"),
}


def sentences(scheme: Scheme) -> Iterator[str]:
    """Yield how people are ranked, then a sentence a grade, then what bars from the best one."""
    apart = scheme.rank is RankBy.BY_ROLE
    yield _("Each role is ranked by itself.") if apart else _("All are ranked in one list.")
    if any(Role.HEAD in tier.ratees for tier in scheme.tiers):
        sentence = _("The {head} is scored, but gets no rank and no grade here.")
        yield sentence.format(head=class_list(scheme, [Role.HEAD.value]))
    yield _ties(scheme)
    for place, grade in enumerate(scheme.grades):
        yield _grade(scheme, grade, is_last=place == len(scheme.grades) - 1)
    if scheme.grades:
        yield _("These grades are proposed; the leading group decides them.")
        yield from _bars(scheme)
    sentence = _("A result is posted for {days} days, an objection answered within {answer}.")
    yield sentence.format(days=scheme.notice.days, answer=scheme.notice.answer_days)


def _ties(scheme: Scheme) -> str:
    if not scheme.tie_break:
        return _("People with equal totals share a rank.")
    names = {indicator.key: indicator.name for indicator in scheme.indicators}
    names |= {component.key: component.name for component in scheme.components}
    names |= {tier.key: tier.name for tier in scheme.tiers}
    keys = _(", ").join(names[key] for key in scheme.tie_break)
    sentence = _("Equal totals are told apart by {keys}, in this order; else the rank is shared.")
    return sentence.format(keys=keys)


def _grade(scheme: Scheme, grade: Grade, *, is_last: bool) -> str:
    sentence = _("{grade}: from {least} points on.")
    if is_last and not grade.minimum:
        sentence = _("{grade}: for all others.")
    parts = [sentence.format(grade=grade.name, least=plain(grade.minimum))]
    whom = _(_SHARING[scheme.quota_by])
    if scheme.rank is RankBy.TOGETHER and scheme.quota_by is QuotaBy.CLASS:
        whom = _(_SHARING[QuotaBy.UNIT])
    if grade.places:
        parts.append(_places(grade, whom))
    elif grade.quota is not None:
        sentence = _("At most {quota}% of {people} get it, rounded down.")
        parts.append(sentence.format(quota=plain(grade.quota), people=whom))
    if grade.least is not None:
        sentence = _("At least {least}% of {people}, rounded down, get it at best: the lowest.")
        parts.append(sentence.format(least=plain(grade.least), people=whom))
    for identity, name in grade.names.items():
        sentence = _("For the identity {identity} it is called {name}.")
        parts.append(sentence.format(identity=identity, name=name))
    return join_sentences(parts)


def _places(grade: Grade, whom: str) -> str:
    if len(grade.places) == 1:
        sentence = _n(
            "{count} person of {people} gets it at most.",
            "{count} people of {people} get it at most.",
            grade.places[0][1],
        )
        return sentence.format(count=grade.places[0][1], people=whom)
    one = _("{places} of up to {most} people")
    rows = _(", ").join(one.format(most=most, places=places) for most, places in grade.places)
    sentence = _("Places among {people}: {rows}; of more, as many as in the last case.")
    return sentence.format(people=whom, rows=rows)


def _bars(scheme: Scheme) -> Iterator[str]:
    """Yield what bars from the best grade."""
    top, bars = scheme.grades[0].name, scheme.bars
    if bars.deductions:
        rules = _(", ").join(scheme.rule(key).name for key in bars.deductions)
        yield _("No {grade} with an entry of: {rules}.").format(grade=top, rules=rules)
    for key, times in bars.events.items():
        sentence = _("No {grade} with {times} entries of “{rule}” or more.")
        yield sentence.format(grade=top, times=times, rule=scheme.rule(key).name)
    if bars.absence_days is not None:
        sentence = _("No {grade} with more than {days} days of absence.")
        yield sentence.format(grade=top, days=plain(bars.absence_days))
    for key, least in bars.tiers.items():
        sentence = _("No {grade} with a mean below {least} in “{tier}”.")
        yield sentence.format(grade=top, least=plain(least), tier=scheme.tier(key).name)
    if bars.quarter_grade:
        sentence = _("No {grade} in the year without {wanted} or better in some quarter.")
        yield sentence.format(grade=top, wanted=bars.quarter_grade)
    if bars.lowest_grade:
        sentence = _("No {grade} in the year unless every period reaches {wanted}.")
        yield sentence.format(grade=top, wanted=bars.lowest_grade)
