"""Steps that make, move or rewrite a whole file, and what has to be there when one was cut off.

Each has a state that it begins from, the real verb or command, and a look at what is there after a
kill or a power cut: whole or not at all, as acknowledged, and of use to the next start.
``python -m tests.faults.keeping STEP FOLDER`` does one under the shim, with a remark behind it.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.faults import cutoff, filesteps
from tests.faults.filesteps import FORMER, NAME


@dataclass(frozen=True, slots=True)
class Step:
    """One step."""

    name: str
    prepare: Callable[[Path, Path], object]
    """Makes the state that it begins from; given the base and an empty folder."""
    act: Callable[[Path], bool | None]
    """Does it in a folder; false or an exception where it did not succeed."""
    wrong: Callable[[Path, Path, bool], Iterator[str]]
    """What is wrong when it was cut off; given the folder, the state before, and whether it was
    acknowledged. The next start has to set right what can be."""

    @property
    def kind(self) -> str:
        """The name without what makes it differ from others of the kind."""
        return self.name.partition(" ")[0]


def all_steps() -> tuple[Step, ...]:
    """Every step there is."""
    former = sorted(path.name.removesuffix(".db.gz") for path in FORMER.glob("*.db.gz"))
    return (
        Step("vacuum", partial(filesteps.with_file, "due.db"), filesteps.sweep, cutoff.swept),
        Step(
            "vacuum after a ballot",
            partial(filesteps.with_file, "secret.db"),
            filesteps.hand_in,
            cutoff.cast,
        ),
        Step("copy", filesteps.with_copies, filesteps.copy, cutoff.copied),
        Step("backup", partial(filesteps.with_file, NAME), filesteps.backup, cutoff.backed_up),
        Step("restore", filesteps.with_copy, filesteps.restore, cutoff.restored),
        Step("lost damaged", filesteps.damaged, filesteps.restore, cutoff.found_again),
        Step("lost missing", filesteps.missing, filesteps.restore, cutoff.found_again),
        Step("lost journal", filesteps.missing_with_journal, filesteps.restore, cutoff.found_again),
        Step("export", filesteps.to_export, filesteps.export, cutoff.exported),
        *(
            Step(f"migration {n}", partial(filesteps.of_former, n), filesteps.status, cutoff.led_on)
            for n in former
        ),
    )


def warm() -> None:
    """Load what the steps, and the looks at what is there, need: so that no child has to."""
    from kaohe_tui.cli.commands import copies as commands
    from kaohe_tui.cli.commands import export, record, show, verify
    from kaohe_tui.files.papers import notice
    from kaohe_tui.files.workbook import workbook
    from kaohe_tui.store.database.migrations import run as migrations

    _loaded = export, commands, show, record, verify, workbook, notice, migrations


def main(arguments: Sequence[str]) -> None:
    """Do one step under the shim."""
    from tests.faults.shim import Shim

    name, folder = arguments
    [step] = [each for each in all_steps() if each.name == name]
    if step.act(Path(folder)) is False:
        raise SystemExit("refused")
    Shim().remark(name)


if __name__ == "__main__":
    main(sys.argv[1:])
