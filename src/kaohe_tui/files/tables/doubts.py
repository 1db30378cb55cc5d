"""Hold what a table leaves in doubt, what is answered, and what comes of reading it.

Nothing that is doubtful is guessed in silence: the app asks, a command refuses with the list.
Rule: docs/files.md, "What is doubtful".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, NamedTuple, TypeVar

from kaohe_tui.domain.record.fields.understood import NOTHING, Understood
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import in_file
from kaohe_tui.files.tables.faults import MOST
from kaohe_tui.words import N_, _, _n

Taken = TypeVar("Taken")


class Option(NamedTuple):
    """One of the answers to a doubt."""

    value: str
    """What is kept as the answer."""
    label: str
    """What a person reads."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that a table does not say clearly."""

    key: str
    """What it is about, the same each time the file is read, such as ``role 科长``."""
    question: str
    """The question, in the language in use, with its place in the file."""
    options: tuple[Option, ...]
    """The answers that can be given."""
    proposed: str
    """The value of the answer that holds if everything is taken as shown; empty for none."""

    def label(self, value: str) -> str:
        """Return what a person reads of an answer; empty where it is none of them."""
        return next((each.label for each in self.options if each.value == value), "")

    def told(self) -> str:
        """Return the question with the answer proposed, or with the answers there are."""
        if self.proposed:
            answer = _("taken as: {answer}").format(answer=self.label(self.proposed))
        else:
            labels = (each.label for each in self.options)
            answer = _("one of: {answers}").format(answers=_("; ").join(labels))
        return _("{question} ({answer})").format(question=self.question, answer=answer)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person said of a table beforehand."""

    sheet: str = ""
    """The sheet that is meant; empty to let the file tell."""
    is_accepted: bool = False
    """Whether what is doubtful is taken as proposed."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """A doubt's key -> the value of the answer."""
    digest: str = ""
    """The digest of the file that was looked at for it; empty for whichever it is now."""

    def with_answer(self, doubt: Doubt, value: str) -> "Choices":
        """Return the choices with one more answer, in place of an earlier one to that doubt."""
        return replace(self, answers={**self.answers, doubt.key: value})

    def answer(self, doubt: Doubt) -> str:
        """Return the answer that holds for now: the one given, else the one proposed."""
        answer = self.answers.get(doubt.key, "")
        return answer if doubt.label(answer) else doubt.proposed

    def open(self, doubts: Iterable[Doubt]) -> list[Doubt]:
        """Return the doubts that still keep the table from being taken."""
        return [
            each
            for each in doubts
            if not each.label(self.answers.get(each.key, ""))
            and not (self.is_accepted and each.proposed)
        ]


UNASKED = Choices()
"""The choices of somebody who was asked nothing."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[Taken]):
    """What was understood of a file; what it holds is handed out once nothing is in doubt."""

    file: str
    """The file's name."""
    value: Taken
    """What the file holds, as far as it could be read, with the answers that hold for now."""
    told: Sequence[str]
    """What was read and what was left out, in sentences; see ``Table.told``."""
    doubts: Sequence[Doubt] = ()
    """What is doubtful, in the order of the file."""
    digest: str = ""
    """The SHA-256 of the file, in hexadecimal digits."""
    understood: Understood = NOTHING
    """What the record keeps of what was understood."""

    def taken(self, choices: Choices) -> Taken:
        """Return what the file holds.

        Raises:
            Refusal: naming what is still in doubt; or when the file is not the one looked at.
        """
        if choices.digest not in ("", self.digest):
            raise in_file(
                self.file,
                "file-changed",
                N_("The file was changed after it was shown; look at it again before it is taken."),
            )
        if open_doubts := choices.open(self.doubts):
            raise doubtful(self.file, open_doubts)
        return self.value


def doubtful(file: str, doubts: Sequence[Doubt]) -> Refusal:
    """Return the refusal of a file in which something is in doubt, with the list of it."""
    listed = [each.told() for each in doubts[:MOST]]
    if (more := len(doubts) - MOST) > 0:
        listed.append(_n("and {count} more", "and {count} more", more).format(count=more))
    refusal = Refusal.plural(
        "table-doubtful",
        N_("Something must be answered before it is taken:\n{listed}"),
        N_("{count} things must be answered before it is taken:\n{listed}"),
        len(doubts),
        listed="\n".join(listed),
        doubts=tuple(doubts),
    )
    return refusal.at(file)
