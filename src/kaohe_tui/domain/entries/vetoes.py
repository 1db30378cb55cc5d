"""Find the veto that leads to a person's grade. Rule: docs/scoring.md, "Grades"."""

from kaohe_tui.domain.entries.entries import GroupFacts, VetoEntry
from kaohe_tui.domain.rules.scheme.entries import VetoEffect
from kaohe_tui.domain.rules.scheme.scheme import Scheme


def forcing_veto(scheme: Scheme, facts: GroupFacts, code: str) -> VetoEntry | None:
    """Return the veto that takes the person's rank: of several the one with the worst grade.

    None where no veto stands, or each only bars. A scheme without vetoes lets those that stand go
    on taking the rank.
    """
    names = [grade.name for grade in scheme.grades]

    def place(entry: VetoEntry) -> int:
        veto = scheme.veto_for(entry.ground)
        return names.index(veto.grade) if veto and veto.grade in names else -1

    standing = facts.vetoes_on(code)
    forcing = [each for each in standing if not _only_bars(scheme, each)]
    return max(forcing, key=place, default=None)


def _only_bars(scheme: Scheme, entry: VetoEntry) -> bool:
    veto = scheme.veto_for(entry.ground)
    return veto is not None and veto.effect is VetoEffect.BAR
