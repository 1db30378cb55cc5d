"""The words that commands take for a kind are the domain's."""

from kaohe_tui.cli.commands import entries, public
from kaohe_tui.domain.entries.entries import EntryKind, ExemptionKind
from kaohe_tui.domain.public.matter import MatterKind


def test_the_kinds_are_those_of_the_domain() -> None:
    assert tuple(EntryKind) == entries.KINDS
    assert tuple(ExemptionKind) == entries.EXEMPTIONS
    assert tuple(MatterKind) == public.KINDS
