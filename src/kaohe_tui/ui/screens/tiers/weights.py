"""Show who decides how much of a score: by class, and rater by rater."""

from fractions import Fraction

from textual.app import ComposeResult

from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.weights import Range, class_weights, effective_weights
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

DECIMALS = 2
"""Decimal places of a share in per cent."""

NONE = "–"
"""Stands where a rater rates nobody of a class."""

GAP = "  "
"""What stands between two columns."""
MARGIN = 4
"""Cells that the list takes beside a line."""


class Weights(ListScreen[None]):
    """Every rater's share in one person's score, class by class."""

    TITLE_MSGID = N_("Weight of each rater")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "The share of one person's score that the rater decides over all tiers of the period, "
            "if every rating comes in; from – to where it is not the same for everybody."
        ),
        N_(
            "Trimming of the highest and lowest totals is left out here: nobody knows yet whose "
            "they are."
        ),
    )
    """What a share is, and what it leaves out."""
    KEYS = (
        *MOVES,
        Command(("/", "f"), "find", N_("Find"), N_("Find a rater by pinyin, initials or code.")),
        Command(("escape",), "back", N_("Back"), N_("Go back.")),
    )
    """Moving in the list, finding a rater, the way back."""

    def __init__(self) -> None:
        super().__init__()
        self._raters: list[Person] = []

    def compose(self) -> ComposeResult:
        """Compose the table: rated classes as columns, a rater a line."""
        app = app_of(self)
        period_room = app.room.period(app.period)
        shares = effective_weights(period_room.scheme, period_room.roster, period_room.recused)
        self._raters = [person for person in period_room.roster if person.code in shares]
        scheme = period_room.scheme
        heading, *lines = rater_table(scheme, self._raters, shares)
        if cell_width(heading) + MARGIN > self.app.size.width:
            heading, *lines = rater_table(scheme, self._raters, shares, with_class=False)
        yield from self.compose_frame(
            TextLine(_("Weight of each rater in one person's score"), classes="heading"),
            TextLine(f"  {heading}", classes="note"),
            PickList([(line, "") for line in lines]),
        )

    async def do_find(self) -> None:
        """Put the cursor on a rater."""
        app = app_of(self)
        scheme = app.room.period(app.period).scheme
        people = [(rater, scheme.role_name(rater.role)) for rater in self._raters]
        code = await self.app.push_screen_wait(Find(_("Which rater?"), people))
        if code is not None:
            codes = [rater.code for rater in self._raters]
            self.move(codes.index(code) - self.pick.cursor)


def rater_table(
    scheme: Scheme,
    raters: list[Person],
    shares: dict[str, dict[Role, Range]],
    *,
    with_class: bool = True,
) -> list[str]:
    """Lay out a heading, then a line for each rater.

    Args:
        scheme: says how roles are shown.
        raters: in the order they are listed.
        shares: rater's code -> class of ratees -> share, as ``effective_weights`` gives them.
        with_class: beside each rater's name the class.
    """
    rated = [role for role in Role if any(role in shares[r.code] for r in raters)]
    rows = [["", "", *[""] * with_class, *map(scheme.role_name, rated)]]
    for r in raters:
        cells = (_percent(shares[r.code].get(role)) for role in rated)
        rows.append([r.code, r.name, *[scheme.role_name(r.role)] * with_class, *cells])
    return columns(rows, left=2 + with_class)


def share_table(period_room: PeriodRoom) -> list[str]:
    """Lay out for each class of raters what one decides and what all do, by rated class.

    Shares are per cent of one person's score, over all tiers of the period.
    """
    arguments = period_room.scheme, period_room.roster, period_room.recused
    together = class_weights(*arguments)
    alone: dict[Role, dict[Role, Range]] = {}
    sizes: dict[Role, int] = {}
    for code, shares in effective_weights(*arguments).items():
        role = period_room.roster[code].role
        sizes[role] = sizes.get(role, 0) + 1
        for ratee, (low, high) in shares.items():
            known = alone.setdefault(role, {}).get(ratee, (low, high))
            alone[role][ratee] = min(known[0], low), max(known[1], high)
    rated = [r for r in Role if any(r in shares for shares in together.values())]
    name = period_room.scheme.role_name
    rows = [["", *map(name, rated)]]
    for role, of_all in together.items():
        one = [_percent(alone[role].get(r)) for r in rated]
        rows.append([f"  {name(role)} {sizes[role]}", *one])
        if sizes[role] > 1:
            rows.append(["    " + _("together"), *(_percent(of_all.get(r)) for r in rated)])
    return columns(rows, left=1)


def _percent(share: Range | None) -> str:
    """Write a share: ``1.14%``, or ``1.14–1.29%`` where it differs between people."""
    if share is None:
        return NONE
    low, high = (shown(each * Fraction(100), DECIMALS) for each in share)
    return f"{high}%" if low == high else f"{low}–{high}%"


def columns(rows: list[list[str]], *, left: int) -> list[str]:
    """Lay the rows out in columns, the first ``left`` ones set to the left."""
    widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    return [
        GAP.join(
            pad(cell, width, "left" if number < left else "right")
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
