"""Enter the adjustments or absences of a file, in a closed period with their consequences."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from kaohe_tui.domain.numbers import plain
from kaohe_tui.files.entries.absences import AbsenceLine
from kaohe_tui.files.entries.adjustments import AdjustmentLine
from kaohe_tui.services.entries import away, from_files, summaries
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.screens.entries.asking import Asking
from kaohe_tui.ui.screens.tables.from_file import came_in, take_file
from kaohe_tui.ui.screens.tables.preview import Agreed
from kaohe_tui.words import _, _n


async def bring_adjustments(screen: Asking) -> None:
    """Let a file of adjustments be chosen and looked at, and enter them."""
    room, period = app_of(screen).room, screen.here.key

    async def take(path: Path, agreed: Agreed[Sequence[AdjustmentLine]]) -> bool:
        lines = agreed.reading.value
        return await screen.carry_out(
            lambda room, why: from_files.import_adjustments(
                room, path, period, correction=why, choices=agreed.choices
            ),
            came_in(_adjustments(lines), agreed.reading),
            summary=summaries.lines_used_before(room, screen.here, lines),
            copy="import",
        )

    await take_file(
        app_of(screen),
        _("Which file contains the bonuses and deductions?"),
        _("The bonuses and deductions of {file}, before they are entered"),
        lambda path, choices: from_files.look_at_adjustments(room, path, period, choices),
        lambda lines: [_adjustments(lines)],
        take,
    )


def _adjustments(lines: Sequence[AdjustmentLine]) -> str:
    approved = sum(bool(each.approved_by) for each in lines)
    return _n(
        "{count} adjustment, {approved} of them approved",
        "{count} adjustments, {approved} of them approved",
        len(lines),
    ).format(count=len(lines), approved=approved)


async def bring_absences(screen: Asking) -> None:
    """Let a file of absences be chosen and looked at, and enter them."""
    room, period = app_of(screen).room, screen.here.key

    async def take(path: Path, agreed: Agreed[Sequence[AbsenceLine]]) -> bool:
        lines = agreed.reading.value
        return await screen.carry_out(
            lambda room, why: from_files.import_absences(
                room, path, period, correction=why, choices=agreed.choices
            ),
            came_in(_absences(lines), agreed.reading),
            summary=away.weighty_absences(screen.here, lines),
            copy="import",
        )

    await take_file(
        app_of(screen),
        _("Which file contains the absences?"),
        _("The absences of {file}, before they are entered"),
        lambda path, choices: from_files.look_at_absences(room, path, period, choices),
        lambda lines: [_absences(lines)],
        take,
    )


def _absences(lines: Sequence[AbsenceLine]) -> str:
    days = sum((each.days for each in lines), Fraction(0))
    return _n(
        "{count} absence, {days} days together",
        "{count} absences, {days} days together",
        len(lines),
    ).format(count=len(lines), days=plain(days))
