"""Show who rates whom in a tier: in numbers, and by name."""

from collections import Counter
from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kaohe_tui.domain.rules.pairs import expected, owed_by_raters, ratees_of
from kaohe_tui.domain.rules.people import Person, Role, with_section
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.services.counting import overview
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.screens.tiers.weights import columns
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

FEW = 3
"""People that a line names; more are counted."""


class Pairs(ListScreen[None]):
    """The raters of a tier; beside them, the people whom the one at the cursor rates."""

    TITLE_MSGID = N_("Who rates whom")
    """The screen's name in its help."""
    HELP_TEXT = (N_("Recused people are not in the list."),)
    """Who is not in the list."""
    KEYS = (
        *MOVES,
        Command(("enter",), "ratees", N_("Search them"), N_("Search those whom this rater rates.")),
        Command(("/", "f"), "find", N_("Find"), N_("Find a rater by pinyin, initials or code.")),
        Command(("escape",), "back", N_("Back"), N_("Go back.")),
    )
    """Moving in the list, searching ratees or raters, the way back."""

    def __init__(self, tier: str) -> None:
        """Begin with the tier of that key in the period in view."""
        super().__init__()
        self._tier_key = tier
        self._raters: list[tuple[Person, tuple[Person, ...]]] = []

    def compose(self) -> ComposeResult:
        """Compose the raters on the left, their ratees on the right."""
        app = app_of(self)
        period_room = app.room.period(app.period)
        ratees_by_rater = overview.pairs(app.room, app.period, self._tier_key)
        self._raters = [
            (period_room.roster[code], ratees) for code, ratees in ratees_by_rater.items()
        ]
        title = _("{tier} · who rates whom").format(
            tier=period_room.scheme.tier(self._tier_key).name
        )
        yield from self.compose_frame(
            TextLine(title, classes="heading"),
            Horizontal(
                PickList(_rater_lines(self._raters)),
                VerticalScroll(Static(id="pairs-ratees", markup=False), can_focus=False),
                id="pairs",
            ),
        )

    def on_mount(self) -> None:
        """Show whom the first rater rates."""
        self.fill()

    def fill(self) -> None:
        """Show whom the rater under the cursor rates."""
        self.moved()

    def moved(self) -> None:
        """Show whom the rater under the cursor rates."""
        rater, ratees = self._raters[self.pick.cursor]
        head = _n(
            "{name} rates {count} person:", "{name} rates {count} people:", len(ratees)
        ).format(name=self._called(rater), count=len(ratees))
        width = max((cell_width(p.code) for p in ratees), default=0)
        name = max((cell_width(p.name) for p in ratees), default=0)
        lines = [f"{pad(p.code, width)} {pad(p.name, name)}  {p.section}" for p in ratees]
        shown = Content("\n").join([Content.styled(head, "bold"), *map(Content, lines)])
        self.query_one("#pairs-ratees", Static).update(shown)
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _called(self, rater: Person) -> str:
        """Return the rater's name, with the code where another in the roster has that name."""
        app = app_of(self)
        return app.room.period(app.period).roster.called(rater)

    def why_not(self, command: Command) -> str | None:
        """Refuse to search the ratees of a person who rates nobody."""
        if command.action == "ratees" and not self._raters[self.pick.cursor][1]:
            return _("This rater rates nobody in this tier.")
        return None

    async def do_ratees(self) -> None:
        """Search the ratees by typing."""
        rater, ratees = self._raters[self.pick.cursor]
        title = _("Whom {name} rates").format(name=self._called(rater))
        app = app_of(self)
        scheme = app.room.period(app.period).scheme
        people = [(person, scheme.role_name(person.role)) for person in ratees]
        await self.app.push_screen_wait(Find(title, people))

    async def do_find(self) -> None:
        """Put the cursor on a rater."""
        people = [(rater, str(len(ratees))) for rater, ratees in self._raters]
        code = await self.app.push_screen_wait(Find(_("Which rater?"), people))
        if code is not None:
            codes = [rater.code for rater, _ratees in self._raters]
            self.move(codes.index(code) - self.pick.cursor)


def _rater_lines(raters: Iterable[tuple[Person, tuple[Person, ...]]]) -> list[tuple[str, str]]:
    listed = list(raters)
    code = max((cell_width(r.code) for r, _ratees in listed), default=0)
    name = max((cell_width(r.name) for r, _ratees in listed), default=0)
    return [
        (f"{pad(r.code, code)} {pad(r.name, name)}  {r.section}", str(len(ratees)))
        for r, ratees in listed
    ]


def count_table(period_room: PeriodRoom, tier: Tier) -> list[str]:
    """Lay out who rates whom in numbers.

    Rated classes are columns, a class of raters is a line; each cell holds how many ratings are
    owed. Beside the name of a class stands how many people take part.
    """
    recused = period_room.recused_in(tier.key)
    ratings: Counter[tuple[Role, Role]] = Counter()
    raters: Counter[Role] = Counter()
    rated: set[Person] = set()
    for rater in period_room.scheme.raters(tier, period_room.roster):
        ratees = ratees_of(period_room.scheme, tier, period_room.roster, rater, recused)
        ratings.update((rater.role, person.role) for person in ratees)
        raters[rater.role] += bool(ratees)
        rated.update(ratees)
    sizes = Counter(person.role for person in rated)
    classes = [role for role in Role if sizes[role]]
    name = period_room.scheme.role_name
    rows = [[_("Who rates whom (L)"), *(f"{name(role)} {sizes[role]}" for role in classes)]]
    rows += [
        [f"  {name(role)} {raters[role]}", *(str(ratings[role, each]) for each in classes)]
        for role in Role
        if raters[role]
    ]
    return columns(rows, left=1)


def left_aside(period_room: PeriodRoom, tier: Tier) -> list[str]:
    """Name the people of the tier's classes who rate nobody, and whom nobody rates, if any."""
    recused = period_room.recused_in(tier.key)
    scheme, roster = period_room.scheme, period_room.roster
    owing = owed_by_raters(scheme, tier, roster, recused)
    counts = expected(scheme, tier, roster, recused)
    idle = [p for p in scheme.raters(tier, roster) if p.code not in owing]
    aside = [p for p in scheme.ratees(tier, roster) if not counts.get(p.code)]
    lines = []
    if idle:
        lines.append(
            _("Not rating anybody in this tier: {people}").format(people=_named(period_room, idle))
        )
    if aside:
        sentence = _("Not rated by anybody in this tier, so not counted here: {people}")
        lines.append(sentence.format(people=_named(period_room, aside)))
    return lines


def _named(period_room: PeriodRoom, people: list[Person]) -> str:
    named = _("; ").join(
        with_section(period_room.roster.called(p), p.section) for p in people[:FEW]
    )
    if len(people) > FEW:
        named += _(" and {count} more").format(count=len(people) - FEW)
    return named
