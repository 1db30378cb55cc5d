"""Define the events of files that bring entries: adjustments, absences, recusals."""

from typing import Annotated

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.record.event import OfPeriod
from kaohe_tui.domain.record.fields.understood import NOTHING, UnderstoodOf
from kaohe_tui.domain.record.fields.value import counted
from kaohe_tui.domain.record.fields.values import Digest, Text
from kaohe_tui.domain.record.words import RecordKind
from kaohe_tui.words import N_, _n

Adjustments = Annotated[int, counted(lambda n: _n("{count} adjustment", "{count} adjustments", n))]
"""Number of adjustments."""
Absences = Annotated[int, counted(lambda n: _n("{count} absence", "{count} absences", n))]
"""Number of absences."""
Recusals = Annotated[int, counted(lambda n: _n("{count} recusal", "{count} recusals", n))]
"""Number of recusals."""


class OfEntryFile(
    OfPeriod,
    power=duties.DRAFTS,
    kind=RecordKind.GROUP,
    layout={"subject": "{file_digest}", "reason": "{understood}"},
):
    """Entries come from a file; each of them follows as an event of its own."""

    file: Text
    """Name of the file."""
    file_digest: Digest
    """SHA-256 of the file."""
    understood: UnderstoodOf = NOTHING
    """What was understood of the file."""


class AdjustmentFileImported(
    OfEntryFile,
    action="import_adjustments",
    layout={"new": "{file}: {adjustments}"},
    says=N_("imported {adjustments} of {period} from the file {file}"),
):
    """Adjustments were read from a file."""

    adjustments: Adjustments
    """Number of adjustments."""


class AbsenceFileImported(
    OfEntryFile,
    action="import_absences",
    layout={"new": "{file}: {absences}"},
    says=N_("imported {absences} of {period} from the file {file}"),
):
    """Absences were read from a file."""

    absences: Absences
    """Number of absences."""


class RecusalFileImported(
    OfEntryFile,
    action="import_recusals",
    power=duties.TIERS,
    kind=RecordKind.STEPS,
    layout={"new": "{file}: {recusals}"},
    says=N_("imported {recusals} of {period} from the file {file}"),
):
    """Recusals were read from a file."""

    recusals: Recusals
    """Number of recusals."""
