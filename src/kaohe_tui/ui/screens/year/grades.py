"""Show grades: what is proposed for everybody, why, and what the group decides."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from kaohe_tui.domain.grades.allowing import check_allowed, why_none
from kaohe_tui.domain.grades.decision import Grading, called, undecided
from kaohe_tui.domain.grades.words import quota_line, why
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.record.events import GradeDecided, GradeTakenBack
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.grades import Grade
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.services.entries import summaries
from kaohe_tui.services.year import grades as deciding
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.ui.screens.standings.showing import class_name
from kaohe_tui.ui.screens.year.grade_lines import NONE, grade_lines
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.standings.listing import classes, rows_of
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

REASONS = (
    N_("the group settled the tie in this person's favour"),
    N_("the group settled the tie in another person's favour"),
    N_("a particular achievement of this period"),
    N_("own request, in favour of others"),
)
"""The usual reasons for another grade than the proposed one, as ready answers."""
UNDONE = (N_("decided by mistake"), N_("the result was corrected"))
"""The usual reasons to take a decision back, as ready answers."""
_INDENT = 3
"""Cells that the list's cursor takes before each line."""


class GradesScreen(FollowingList[None]):
    """One class after the other: rank, total, the proposed grade and the decided one.

    Args:
        key: the period's key, or ``YEAR``.
        at_waiting: whether the cursor begins on the first whose grade waits for the group.
    """

    TITLE_MSGID = N_("Grades")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "A grade has a minimum total and a limited number of places: its share of the people "
            "assessed, rounded down. Anyone who does not fit is proposed for the next grade."
        ),
        N_(
            "People tied across the line are all left out: the group decides who gets the place, "
            "never the order of the list."
        ),
        N_("Another grade than the one proposed needs a reason; it is kept in the record."),
    )
    """How places are counted, what a tie does, when a reason is needed."""
    KEYS = (
        Command(
            ("enter",),
            "decide",
            N_("Decide"),
            N_("Enter the grade that the group decided."),
            act=GradeDecided.power,
        ),
        Command(
            ("b",),
            "take_back",
            N_("Take back"),
            N_("Return to the proposed grade."),
            act=GradeTakenBack.power,
        ),
        Command(("c",), "next_class", N_("Class"), N_("Show the next class of people.")),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Go back.")),
    )
    """Deciding, taking back, the next class, moving in the list, the way back."""

    def __init__(self, key: str, *, at_waiting: bool = False) -> None:
        super().__init__()
        self.key = key
        """The period's key, or ``YEAR``."""
        self._at_waiting = at_waiting
        self._role: Role | None = None
        self._now: Grading | None = None
        self._rows: Sequence[Standing] = ()

    def compose(self) -> ComposeResult:
        """Compose period and class, the quotas, the people, and the reasons of one grade."""
        yield from self.compose_frame(
            TextLine(id="grades-title", classes="heading"),
            Static(markup=False, id="grades-quotas", classes="note"),
            TextLine(id="grades-heading", classes="heading"),
            PickList([]),
            Static(markup=False, id="grades-why"),
        )

    def on_mount(self) -> None:
        """Fill the list; with ``at_waiting``, go to the first grade that waits."""
        self.attempt(self.fill)
        now = self._now
        if now is None or not self._at_waiting or not now.waiting:
            return
        code = now.waiting[0]
        listed = classes(now.standings, now.scheme)
        role = now.standings.row(code).person.role
        self._role = role if role in listed else self._role
        self.fill()
        self.move([row.person.code for row in self._rows].index(code))

    def on_resize(self) -> None:
        """Choose the columns again for another width."""
        if self._now is not None:
            self.attempt(self.fill)

    def on_screen_resume(self) -> None:
        """Show what was changed on another screen."""
        self.attempt(self.fill)

    def fill(self) -> None:
        """Write the grades as they stand now."""
        now = self._now = deciding.grading(app_of(self).room, self.key)
        listed = classes(now.standings, now.scheme)
        self._role = self._role if self._role in listed else listed[0]
        at = self._code if self._rows else ""
        self._rows = rows_of(now.standings, self._role)
        count = _n("{count} person", "{count} people", len(self._rows))
        parts = [
            now.name,
            _("grades"),
            class_name(now.scheme, self._role),
            count.format(count=len(self._rows)),
        ]
        if not now.closed:
            parts.append(_("not closed yet"))
        self.query_one("#grades-title", TextLine).show(" · ".join(parts))
        heading, people = grade_lines(now, self._rows, self.size.width - _INDENT)
        self.query_one("#grades-heading", TextLine).show(" " * (_INDENT - 1) + heading)
        cursor = self.pick.cursor
        self.pick.show(people)
        # On whom it was, who may stand elsewhere now.
        codes = [row.person.code for row in self._rows]
        self.pick.move(codes.index(at) if at in codes else cursor)
        self.moved()
        self.refresh_keys()

    def moved(self) -> None:
        """Say why the person under the cursor has the grade, and what places there are."""
        now, code = self._now, self._code if self._rows else ""
        lines = why(now, code) if now and code else ()
        quotas = now.quotas_of(code) if now and code else ()
        places = "\n".join(quota_line(now, quota) for quota in quotas) if now else ""
        self.query_one("#grades-quotas", Static).update(places)
        self.query_one("#grades-why", Static).update("\n".join(lines))
        self.refresh_keys()

    @property
    def _code(self) -> str:
        return self._rows[self.pick.cursor].person.code

    def why_not(self, command: Command) -> str | None:
        """Refuse to decide without a result, or for a person who gets no grade."""
        if command.action == "next_class" and self._role is None:
            return _("Everybody is in one list.")
        if command.action not in ("decide", "take_back"):
            return None
        if self._now is None or not self._rows:
            return _("Nobody is rated in this period.")
        if refusal := why_none(self._now, self._code):
            return str(refusal)
        if command.action == "take_back" and self._now.facts.decided(self._code) is None:
            return _("No decision has been made for this person.")
        return None

    async def do_decide(self) -> None:
        """Ask for the grade, and for a reason where it is not the one proposed."""
        now, code = self._now, self._code
        if now is None:
            return
        name = called(now.standings.row(code).person, now.standings)
        grade = await self.app.push_screen_wait(
            Choose(
                _("Which grade for {name}?").format(name=name),
                _answers(now, code),
                "" if now.waits(code) else now.final(code) or now.scheme.grades[0].name,
            )
        )
        if not grade:
            return
        if grade == now.proposed(code):
            await self._decide(now, code, grade, "")
            return
        check_allowed(now, code, grade)
        ask = Ask(
            _("Why {grade} for {name}?").format(grade=now.label(code, grade), name=name),
            choices=[_(choice) for choice in REASONS],
            consequences=[_proposal(now, code)],
            take=lambda reason: self._decide(now, code, grade, reason),
        )
        await self.app.push_screen_wait(ask)

    async def _decide(self, now: Grading, code: str, grade: str, reason: str) -> bool:
        """Decide after a yes, or undo that by an empty grade; return whether it was done."""
        if not await self._agreed(now, code, grade, reason):
            return False
        name, room = called(now.standings.row(code).person, now.standings), app_of(self).room
        if grade:
            deciding.decide(room, self.key, code, grade, reason)
            sentence = _("{name}: {grade} is decided.")
            self._changed(sentence.format(name=name, grade=now.label(code, grade)))
        else:
            deciding.take_back(room, self.key, code, reason)
            self._changed(_taken_back(deciding.grading(room, self.key), code).format(name=name))
        return True

    async def do_take_back(self) -> None:
        """Ask why, and let the proposal hold again."""
        now, code = self._now, self._code
        if now is None:
            return
        name = called(now.standings.row(code).person, now.standings)
        ask = Ask(
            _("Why is the decision on {name} undone?").format(name=name),
            choices=[_(choice) for choice in UNDONE],
            consequences=[_proposal(now, code)],
            take=lambda reason: self._decide(now, code, "", reason),
        )
        await self.app.push_screen_wait(ask)

    async def _agreed(self, now: Grading, code: str, grade: str, reason: str) -> bool:
        """Show whose grade becomes which, and wait for a deliberate yes."""
        consequences = summaries.decision(now, code, grade, reason)
        question = Confirm(_("Is all of this right?"), consequences, _("enter it"))
        return await self.app.push_screen_wait(question)

    def _changed(self, sentence: str) -> None:
        app_of(self).renew()
        self.fill()
        self.say(sentence)

    def do_next_class(self) -> None:
        """Show the next class, from its first person."""
        if self._now is None:
            return
        listed = classes(self._now.standings, self._now.scheme)
        self._role = listed[(listed.index(self._role) + 1) % len(listed)]
        self.pick.show([])
        self.fill()


def _answers(now: Grading, code: str) -> list[tuple[str, str, str]]:
    """Return the grades to choose from; above them none, while the group has to decide.

    The cursor begins there, so that Enter alone decides against nobody.
    """
    answers = [(g.name, now.label(code, g.name), _note(now, code, g)) for g in now.scheme.grades]
    none = ("", undecided(), _("nothing is decided yet"))
    return [none, *answers] if now.waits(code) else answers


def _taken_back(now: Grading, code: str) -> str:
    """Say what applies after a decision was taken back; it has a field ``name``."""
    if now.waits(code):
        return _("{name}: the grade is to be decided again.")
    return _("{name}: the proposed grade applies again.")


def _proposal(now: Grading, code: str) -> str:
    grade = now.proposal(code) or NONE
    return _("Proposed: {grade}. The reason is kept in the record.").format(grade=grade)


def _needs(grades: Sequence[Grade], grade: Grade) -> str:
    """Say what a grade needs; of the last one, which takes everybody, what it is below."""
    place = grades.index(grade)
    if place and not grade.minimum:
        return _("below {minimum} points").format(minimum=plain(grades[place - 1].minimum))
    return _("from {minimum} points").format(minimum=plain(grade.minimum))


def _note(now: Grading, code: str, grade: Grade) -> str:
    """Describe a grade that may be chosen for the person: minimum, places left, proposed."""
    parts = [_needs(now.scheme.grades, grade)]
    quota = now.quota_of(code, grade.name)
    if quota is not None:
        left = max(quota.places - now.taken(quota, code), 0)
        parts.append(_("{left} of {places} places left").format(left=left, places=quota.places))
    if now.proposal(code) == now.label(code, grade.name):
        parts.append(_("proposed"))
    return " · ".join(parts)
