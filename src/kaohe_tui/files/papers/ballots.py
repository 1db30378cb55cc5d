"""Make blank ballots to print and fill in by hand, a form a rater."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Scope, Tier
from kaohe_tui.domain.rules.tier_words import limits_words
from kaohe_tui.files.papers.pages import page
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Form:
    """One rater's form."""

    rater: str
    """The line that names the rater; empty in a secret tier."""
    tables: tuple["Lines", ...]
    """The people on it, those of whom the same is asked together."""


@dataclass(frozen=True, slots=True)
class Lines:
    """People of whom the same is asked, below its headings."""

    columns: tuple[str, ...]
    """What is asked, with its points."""
    levels: tuple[str, ...]
    """The levels to tick for each of that; empty where figures are written."""
    people: tuple[Person, ...]
    """The people, a line each."""

    @property
    def cells(self) -> int:
        """The number of cells to fill in on a line, but for total and abstention."""
        return len(self.columns) * max(len(self.levels), 1)


def blank_ballots_html(
    scheme: Scheme, tier: Tier, pairs: Mapping[Person, Sequence[Person]], period_name: str
) -> str:
    """Return forms for all raters of a tier, each beginning on a new page, A4 across.

    On a secret tier's forms nobody is left out for the rater's sake, since a form without its
    rater's own line would identify the rater, who leaves empty the lines not theirs to fill.

    Args:
        scheme: its indicators are the columns.
        tier: whose forms.
        pairs: rater -> the people to rate, in the order of the lines.
        period_name: as printed at the head.
    """
    forms = Forms(scheme)
    union = forms.union(tier)
    has_total = not (tier.marks.is_single or tier.marks.is_level)
    return page(
        "ballots.html",
        f"{tier.name} · {period_name}",
        heading=_("Ballot: {tier}").format(tier=tier.name),
        under=_("{scheme} · {period}").format(scheme=scheme.name, period=period_name),
        people=(_("Code"), _("Name"), _("Section")),
        last=(*([_("total")] if has_total else []), _("Abstain")),
        forms=[
            Form(_rater(tier, rater), _tables(forms, tier, _people(tier, pairs, rater)))
            for rater in pairs
        ],
        standards=[
            _("{name}: {text}").format(name=i.name, text=i.standard)
            for i in union.indicators
            if i.standard
        ],
        advice=_advice(scheme, tier),
        signature="" if tier.secret else _("Signature: ____________  Date: ____________"),
    )


def _tables(forms: Forms, tier: Tier, people: Sequence[Person]) -> tuple[Lines, ...]:
    """Return the people of a form, those of whom the same is asked together."""
    asked = [forms.of(tier, person) for person in people]
    name = _("{name} ({points})")
    return tuple(
        Lines(
            tuple(name.format(name=c.indicator.name, points=c.most) for c in form.columns),
            tuple(level.name for level in form.levels) if form.marks.is_level else (),
            tuple(person for person, own in zip(people, asked, strict=True) if own == form),
        )
        for form in dict.fromkeys(asked)
    )


def _rater(tier: Tier, rater: Person) -> str:
    if tier.secret:
        return ""
    return _("Rater: {name} ({code}) · {section}").format(
        name=rater.name, code=rater.code, section=rater.section
    )


def _people(
    tier: Tier, pairs: Mapping[Person, Sequence[Person]], rater: Person
) -> tuple[Person, ...]:
    rated = tuple(pairs[rater])
    if not tier.secret:
        return rated
    everybody = {p.code: p for ratees in pairs.values() for p in ratees}
    if tier.scopes == {Scope.ALL}:
        return tuple(sorted(everybody.values(), key=lambda p: p.code))
    codes = {p.code for p in rated} | {rater.code}
    return tuple(sorted((p for c, p in everybody.items() if c in codes), key=lambda p: p.code))


def _advice(scheme: Scheme, tier: Tier) -> tuple[str, ...]:
    sentence = _("Marks go in steps of {step}; if you do not know a person, tick “{abstain}”.")
    if tier.marks.is_level:
        sentence = _("Tick one level; if you do not know a person, tick “{abstain}”.")
    sentences = [sentence.format(step=points(scheme.step), abstain=_("Abstain"))]
    if limits := limits_words(tier):
        sentences.append(limits)
    if tier.secret:
        secret = _(
            "This tier is secret: do not write a name. Leave empty your own line and the "
            "lines of people you do not rate."
        )
        if scheme.self_rating or Scope.SELF in tier.scopes:
            secret = _(
                "This tier is secret: do not write a name. Leave empty the lines of people you do "
                "not rate."
            )
        sentences.append(secret)
    return tuple(sentences)
