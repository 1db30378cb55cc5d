"""Keep what is asked about a table and what was answered, and say it line by line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.tables.doubts import Choices, Doubt
from kaohe_tui.ui.screens.tables.answers import numbered
from kaohe_tui.words import N_, _, _n


@dataclass(slots=True)
class Questions:
    """The questions about a table, with the answers so far."""

    choices: Choices
    """What was answered."""
    doubts: Sequence[Doubt] = ()
    """What is asked, in the order of the file."""

    def lines(self) -> list[tuple[str, str]]:
        """Return each question with its number, and the answer that holds now."""
        return [
            (numbered(place, each.question), self._held(each))
            for place, each in enumerate(self.doubts)
        ]

    def sentence(self) -> str:
        """Say how many questions there are, and which keys go on."""
        count, unanswered = len(self.doubts), len(self.unanswered())
        if not count:
            return _("Nothing is in doubt. Y takes it; nothing is stored before that.")
        if not unanswered:
            sentence = _n(
                "{count} question. A digit changes the answer, Y takes all as shown.",
                "{count} questions. A digit changes an answer, Y takes all as shown.",
                count,
            )
            return sentence.format(count=count)
        sentence = _n(
            "{count} question, still to be answered: press its digit, or Enter.",
            "{count} questions, {open} still to be answered: press the digit of one, or Enter.",
            count,
        )
        return sentence.format(count=count, open=unanswered)

    def unanswered(self) -> list[int]:
        """Return the places of the questions without an answer, not even a proposed one."""
        open_doubts = replace(self.choices, is_accepted=True).open(self.doubts)
        return [place for place, each in enumerate(self.doubts) if each in open_doubts]

    def place(self, digit: str) -> int:
        """Return the place of the question with that digit.

        Raises:
            Refusal: when there is none.
        """
        if int(digit) > len(self.doubts):
            raise Refusal(
                "question-not-there",
                N_("There is no question {number}: press 1 to {last}."),
                number=digit,
                last=len(self.doubts),
            )
        return int(digit) - 1

    def agreed(self, digest: str) -> Choices:
        """Return the choices of somebody who takes the table as it is shown.

        Args:
            digest: of the file that is shown.

        Raises:
            Refusal: when a question has no answer.
        """
        if unanswered := self.unanswered():
            raise Refusal.plural(
                "answer-missing",
                N_("{count} question has no answer yet: press Enter to answer it."),
                N_("{count} questions have no answer yet: press Enter to answer this one."),
                len(unanswered),
            )
        return replace(self.choices, is_accepted=True, digest=digest)

    def _held(self, doubt: Doubt) -> str:
        """Say which answer holds now, and whether anybody gave it."""
        if answer := doubt.label(self.choices.answers.get(doubt.key, "")):
            return _("→ {answer} (answered)").format(answer=answer)
        if doubt.proposed:
            return _("→ {answer} (proposed)").format(answer=doubt.label(doubt.proposed))
        return _("→ ? (not answered yet)")
