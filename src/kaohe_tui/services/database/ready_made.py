"""List the ready-made schemes to start from, each in the words of a kind of unit."""

from collections.abc import Mapping
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.resources import sample_file, shipped
from kaohe_tui.words import N_, _

NAMES = ("scheme.toml", "roster.csv")
"""The files that each has."""
SAMPLE = ""
"""The key of the sample bureau's own, which is there in every language."""
KINDS: Mapping[str, tuple[str, str]] = {
    SAMPLE: (N_("the sample bureau"), N_("everything that four tiers can have")),
    "county-bureau": (N_("a county bureau"), N_("four tiers, quarters and the year, grades")),
    "school": (N_("a school"), N_("within each subject; class teachers have a form of their own")),
    "company": (N_("a company"), N_("forms and weights by class, out of a hundred")),
    "court": (N_("a court"), N_("judges, assistants and clerks, each with a form")),
    "plain-vote": (N_("a plain vote"), N_("one level a person, no points")),
}
"""Key -> the kind of unit that it is for, and what is particular of it; messages."""


def files_of(kind: str, language: str) -> tuple[Path, ...]:
    """Return the scheme and the roster of a kind.

    Args:
        kind: one of ``KINDS``.
        language: the language in use; only the sample bureau's are in several.

    Raises:
        Refusal: when there is no such kind, naming those that there are.
    """
    if kind not in KINDS:
        raise Refusal(
            "template-unknown",
            N_("There is no template “{kind}”; choose from: {kinds}."),
            kind=kind,
            kinds=_(", ").join(filter(None, KINDS)),
        )
    if kind == SAMPLE:
        return tuple(sample_file(name, language) for name in NAMES)
    folder = shipped("sample_data") / "templates" / kind
    return tuple(folder / name for name in NAMES)
