"""One file of ballots in the app: what was said of it, what would come in, and what came in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from kaohe_tui import signs
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Reading
from kaohe_tui.services.ballots import importing
from kaohe_tui.services.ballots.import_checks import Imported
from kaohe_tui.services.ballots.importing import Hints, in_words
from kaohe_tui.services.room.room import Room
from kaohe_tui.ui.screens.dialogs.working import Report
from kaohe_tui.words import N_, _, _n, join_sentences

UNNAMED = "rater-not-named"
"""The code of the refusal of a score sheet that names no rater."""
_LINES = 3
"""Lines of a refusal that stand in a list of files; the file's own screen has them all."""
_PARTS = 1000
"""Parts of one file's progress."""


class State(Enum):
    """How far a file is."""

    READY = signs.DONE
    """It can be taken."""
    ASKS = signs.TO_DO
    """It can be taken once something is answered."""
    REFUSED = signs.UNDONE
    """It cannot be taken as it is."""
    IMPORTED = signs.DONE + " "
    """It came in."""


@dataclass(slots=True)
class BallotFile:
    """A file that was chosen."""

    path: Path
    """The file."""
    tier: str
    """Key of the tier that its ballots are of."""
    is_secret: bool = False
    """Whether the tier is secret: then no sheet of one rater is taken, and nobody asked for."""
    rater: str = ""
    """Code of the rater who was named; empty while nobody was."""
    choices: Choices = UNASKED
    """What was answered of it."""
    state: State = State.REFUSED
    """How far it is."""
    sentence: str = ""
    """What would come in or came in, or why not."""

    def understand(self, room: Room, period: str, choices: Choices) -> Reading[Imported]:
        """Return what would come in; see ``understand_ballots``."""
        return importing.understand_ballots(room, self.path, period, choices, self.rater, self.tier)

    def look(self, room: Room, period: str) -> None:
        """Look what would come in; nothing is kept."""
        try:
            reading = self.understand(room, period, self.choices)
        except Refusal as refusal:
            self._refuse(refusal)
            return
        if self.choices.digest != reading.digest:
            # The answers hold for the file that was looked at; another is asked about again.
            self.choices = replace(self.choices, is_accepted=False, digest=reading.digest)
        self.state, self.sentence = State.READY, in_words(reading.value)
        if count := len(self.choices.open(reading.doubts)):
            sentence = _n(
                "{count} question to be answered: Enter.",
                "{count} questions to be answered: Enter.",
                count,
            )
            self.state, self.sentence = State.ASKS, sentence.format(count=count)

    def agree(self, reading: Reading[Imported], choices: Choices) -> None:
        """Keep that it is to be taken as it was shown."""
        self.choices = choices
        self.state, self.sentence = State.READY, in_words(reading.value)

    def bring(self, room: Room, period: str, report: Report) -> None:
        """Import it.

        Raises:
            Refusal: when it cannot be taken, or is not the file that was looked at.
        """

        def progress(done: int, whole: int) -> None:
            report(done, whole)

        hints = Hints(self.choices, self.rater, self.tier)
        brought = importing.import_ballots(room, self.path, period, progress, hints)
        self.state, self.sentence = State.IMPORTED, in_words(brought)

    def line(self) -> str:
        """Return its sign, its name and what is to be said of it."""
        sentence = _("{file}: {told}").format(file=shown(self.path.name), told=self.sentence)
        return f"{self.state.value.strip()}  {sentence}"

    def mark_left_out(self) -> None:
        """Note that it was not imported; why is kept."""
        if self.state is State.ASKS:
            self.state = State.REFUSED
            self.sentence = _("Not imported: something was still to be answered.")

    def try_to_bring(self, room: Room, period: str, report: Report) -> None:
        """Import it if it can be taken; of one that is refused nothing comes in."""
        if self.state is not State.READY:
            self.mark_left_out()
            return
        try:
            self.bring(room, period, report)
        except Refusal as refusal:
            self._refuse(refusal)

    def _refuse(self, refusal: Refusal) -> None:
        self.state = State.REFUSED
        if refusal.code == UNNAMED and not self.is_secret:
            self.state, self.sentence = (
                State.ASKS,
                _("It names no rater: Enter, and say whose it is."),
            )
            return
        if refusal.code == UNNAMED:
            refusal = secret_refusal()
        name = shown(self.path.name)
        lines = [line.removeprefix(name).lstrip(":：, ，") for line in str(refusal).splitlines()]
        if (more := len(lines) - _LINES) > 0:
            lines[_LINES:] = [_n("and {count} more line", "and {count} more lines", more)]
            lines[-1] = lines[-1].format(count=more)
        self.sentence = join_sentences(lines)


def secret_refusal() -> Refusal:
    """Return the refusal of a sheet without a rater where the tier is secret."""
    return Refusal(
        "score-sheet-of-secret-tier",
        N_(
            "The tier is secret, and a score sheet is of one rater; have the rater enter it at the "
            "keyboard."
        ),
    )


def look_at_all(room: Room, period: str, files: Sequence[BallotFile], report: Report) -> None:
    """Look at files one by one, and tell how far it is."""
    for place, file in enumerate(files):
        report(place, len(files))
        file.look(room, period)


def import_all(room: Room, period: str, files: Sequence[BallotFile], report: Report) -> int:
    """Import the files that can be taken, each all or none.

    Returns:
        How many came in.
    """
    for place, file in enumerate(files):
        report(place * _PARTS, len(files) * _PARTS)

        def report_part(done: int, whole: int, before: int = place * _PARTS) -> None:
            part = done * _PARTS // whole if whole else 0
            report(before + part, len(files) * _PARTS)

        file.try_to_bring(room, period, report_part)
    return sum(file.state is State.IMPORTED for file in files)
