"""The words that commands take for a kind are the domain's."""

from kaohe_tui.cli import group, register
from kaohe_tui.domain.group import EntryKind, ExemptionKind
from kaohe_tui.domain.matters import MatterKind


def test_the_kinds_are_those_of_the_domain() -> None:
    assert tuple(EntryKind) == group.KINDS
    assert tuple(ExemptionKind) == group.EXEMPTIONS
    assert tuple(MatterKind) == register.KINDS
