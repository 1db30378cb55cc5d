"""Hold what is known of one period but its ballots."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.entries.extras import Extra, extras
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.pairs import Pair
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.steps import Steps, StepState
from kaohe_tui.words import N_, _

Recused = Mapping[str, frozenset[Pair]]
"""Tier key -> the pairs that are recused in it."""


@dataclass(frozen=True)
class PeriodRoom:
    """Everything known of one period but its ballots; the same until a step is taken."""

    key: str
    """The period's key."""
    id: int | None
    """The store's id; None while the period is not open."""
    scheme: Scheme
    """The scheme frozen when the period was opened, with the period's own tiers alone; until then
    the one in force."""
    whole: Scheme
    """That scheme with all its tiers, as the year has it."""
    scheme_fingerprint: str
    """The fingerprint of that scheme."""
    roster: Roster
    """The roster frozen when the period was opened; until then the one in force."""
    roster_fingerprint: str
    """The fingerprint of that roster."""
    ids: Mapping[str, int]
    """Person's code -> the store's id; empty while the period is not open."""
    codes: Mapping[int, str]
    """The store's id -> person's code; empty while the period is not open."""
    steps: Steps
    """The period with the state of each of its tiers."""
    recused: Recused
    """Tier's key -> the pairs that are recused in it."""
    facts: GroupFacts = field(default_factory=GroupFacts)
    """What the leading group entered for the period."""

    @property
    def opened_id(self) -> int:
        """The store's id.

        Raises:
            Refusal: while the period is not open.
        """
        if self.id is None:
            raise Refusal(
                "period-not-open", N_("{period} is not open yet."), period=self.steps.period.name
            )
        return self.id

    @property
    def title(self) -> str:
        """What is assessed: the scheme's name, with the year where the name does not tell it."""
        return title_of(self.scheme)

    def person(self, code: str) -> Person:
        """Return a person of the period's roster.

        Raises:
            Refusal: when nobody has that code.
        """
        return self.roster.find(code)

    def tier_number(self, key: str) -> int:
        """Return the tier's position in the scheme's order, from 0."""
        return [t.key for t in self.scheme.tiers].index(key)

    def with_state(self, tier: str, state: StepState) -> "PeriodRoom":
        """Return the period as it will be once the tier has that state."""
        tiers = tuple(
            replace(step, state=state) if step.tier.key == tier else step
            for step in self.steps.tiers
        )
        return replace(self, steps=replace(self.steps, tiers=tiers))

    def as_ended(self) -> "PeriodRoom":
        """Return the period, which holds no tier, as it will be once it is closed."""
        return replace(self, steps=replace(self.steps, ended=True))

    @cached_property
    def forms(self) -> Forms:
        """What is keyed of each person in each tier."""
        return Forms(self.scheme)

    def form(self, tier_no: int, code: str) -> Form:
        """Return what is keyed of a person in a tier, by its place in the scheme."""
        return self.forms.of(self.scheme.tiers[tier_no], self.roster[code])

    def is_whole(self, tier: Tier, ratee: int, slots: Container[int]) -> bool:
        """Return whether a person, by the store's id, has a mark in every slot that is asked."""
        form = self.forms.of(tier, self.roster[self.codes[ratee]])
        return all(column.slot in slots for column in form.columns)

    @property
    def extras(self) -> Mapping[str, Extra]:
        """Points from adjustments, and vetoes, by person's code."""
        return extras(self.scheme, self.facts, self.roster)

    def recused_in(self, tier: str) -> frozenset[Pair]:
        """Return the pairs recused in the tier."""
        return self.recused.get(tier, frozenset())


def check_period(scheme: Scheme, key: str) -> None:
    """Refuse a period that the scheme does not have.

    Raises:
        Refusal: when it has not, naming those it has.
    """
    if key not in {p.key for p in scheme.periods}:
        raise Refusal(
            "period-unknown",
            N_("The scheme has no period “{period}”; it has {known}."),
            period=key,
            known=", ".join(p.key for p in scheme.periods),
        )


def title_of(scheme: Scheme) -> str:
    """Return the scheme's name, with the year where the name does not tell it."""
    if str(scheme.year) in scheme.name:
        return scheme.name
    return _("{year}  {name}").format(year=scheme.year, name=scheme.name)
