"""Show the public notices (公示) of every period and of the year, and enter new ones."""

from collections.abc import Awaitable, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from kaohe_tui import signs
from kaohe_tui.domain.access import duties
from kaohe_tui.domain.dates import parse_date
from kaohe_tui.domain.public.dossier import PublicNotice
from kaohe_tui.domain.public.notice import Stage, check_date
from kaohe_tui.domain.record.events import NoticePosted
from kaohe_tui.domain.result.shape import short
from kaohe_tui.domain.width import cell_width, columns, pad
from kaohe_tui.services.public import matters, notices
from kaohe_tui.services.public.notices import NoticeState
from kaohe_tui.services.room.room import Room
from kaohe_tui.ui.frame.host import Place, app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.working import beside
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

REASONS = (
    N_("the notice had a slip"),
    N_("the notice was removed too early"),
    N_("not everybody saw it"),
)
"""Ready answers for why an unchanged result is posted again."""
UNDECIDED = (
    N_("the group decides after the notice"),
    N_("the superior office decides"),
)
"""Ready answers for why a notice goes out while grades wait for the group's decision."""

_Question = tuple[str, list[str], str]
"""(what is asked, the ready answers, what is to be known before)."""


class Notices(FollowingList[None]):
    """Every period and the year, each with its notice; N posts one.

    Args:
        key: that of the period, or ``entries.YEAR``, where the cursor begins; None for the period
            in view.
    """

    TITLE_MSGID = N_("Public notices")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("· no result yet   ◐ notice running   ! something to do   ✔ final"),
        N_(
            "A notice runs for the scheme's number of days after the day of posting. The result "
            "is final when the notice has ended and every objection received in that time is "
            "closed."
        ),
        N_("If the result or a grade changes after the notice, a new one is needed."),
    )
    """The signs, how long a notice runs, and when a new one is needed."""
    KEYS = (
        Command(
            ("n",),
            "post",
            N_("Post"),
            N_("Enter that the notice was posted."),
            act=NoticePosted.power,
        ),
        Command(
            ("x",),
            "export",
            N_("Documents"),
            N_("Write the documents to a folder."),
            act=duties.PAPERS,
        ),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Go back.")),
    )
    """Posting, the documents, moving in the list, the way back."""

    def __init__(self, key: str | None = None) -> None:
        super().__init__()
        self._first = key
        self._states: list[NoticeState] = []

    def compose(self) -> ComposeResult:
        """Compose the title, the lines, and the details of the line at the cursor."""
        yield from self.compose_frame(
            TextLine(_("Public notices"), classes="heading"),
            PickList([]),
            VerticalScroll(
                Static(id="notice-text", markup=False), can_focus=False, classes="register-text"
            ),
        )

    def on_mount(self) -> None:
        """Fill the list, with the cursor where it begins."""
        self.attempt(self.fill)
        keys = [now.key for now in self._states]
        self.move(keys.index(app_of(self).period if self._first is None else self._first))

    def on_screen_resume(self) -> None:
        """Read the notices again: a case may have been closed, or a result changed."""
        super().on_screen_resume()
        self.attempt(self.fill)

    def fill(self) -> None:
        """Write the notices as they stand now."""
        app = app_of(self)
        cursor = self.pick.cursor
        self._states = list(notices.states(app.room))
        wide = max(cell_width(now.name) for now in self._states)
        notes = columns([self._note(now) for now in self._states])
        self.pick.show(
            [
                (f"{signs.NOTICES[now.stage]} {pad(now.name, wide)}", note)
                for now, note in zip(self._states, notes, strict=True)
            ]
        )
        self.pick.move(cursor)
        self.moved()
        self.refresh_keys()

    def moved(self) -> None:
        """Show the details of the line at the cursor."""
        if self._states:
            text = "\n".join(self._state_lines(self._at))
            self.query_one("#notice-text", Static).update(text)
            self.refresh_keys()

    @property
    def _at(self) -> NoticeState:
        return self._states[self.pick.cursor]

    def _note(self, now: NoticeState) -> tuple[str, str, str]:
        """Return the stage, and number and days of the newest notice."""
        if now.notice is None:
            return _("called off") if now.called_off else now.stage.label, "", ""
        number = _("no. {number}").format(number=now.notice.number)
        dates = _("{first} to {last}").format(first=now.notice.posted_on, last=now.notice.until)
        return now.stage.label, number, dates

    def _state_lines(self, now: NoticeState) -> list[str]:
        room = app_of(self).room
        lines = ["", now.told, ""]
        if now.fingerprint:
            lines.append(
                _("Current result: {fingerprint}").format(fingerprint=short(now.fingerprint))
            )
        lines += [_posted(notice) for notice in reversed(notices.posted(room, now.key))]
        if now.waits_for:
            count = len(now.waits_for)
            lines += ["", _n("{count} case is open", "{count} cases are open", count).format(
                count=count
            )]  # fmt: skip
        lines += [
            f"{signs.of_matter(one, room.now()[:10])} {one.id} {one.kind.label} "
            f"{matters.who(room, one.period, one.code)} {one.about}  "
            + _("due {date}").format(date=one.due_on)
            for one in now.waits_for
        ]
        return lines

    def why_not(self, command: Command) -> str | None:
        """Refuse to post where there is no result to be posted."""
        if command.action == "post" and self._states and not self._at.fingerprint:
            return self._at.told
        return None

    async def do_post(self) -> None:
        """Ask for the day, and why where nothing has changed; enter it."""
        room, now = app_of(self).room, self._at
        days = [day.isoformat() for day in notices.usual_days(room, now.key)]
        question = _("{period}: when is the notice posted? (year-month-day)")
        await self.app.push_screen_wait(
            Ask(
                question.format(period=now.name),
                choices=days,
                initial=next(iter(days), ""),
                consequences=[now.told],
                take=lambda text: self._on(now, text),
            )
        )

    async def _on(self, now: NoticeState, text: str) -> bool:
        """Ask why, where that has to be said, and enter it; return whether that was done."""
        room, on = app_of(self).room, parse_date(text)
        check_date(on, room.now()[:10], now.notice)

        asked = [each for each in (_again(now), _undecided(room, now.key)) if each]
        return await self._ask_why(now, on, asked)

    async def _ask_why(
        self, now: NoticeState, on: date, asked: Sequence[_Question], why: str = ""
    ) -> bool:
        """Ask for each reason that is left, then enter the notice; return whether that was done."""
        if not asked:
            await self._post(now, on, why)
            return True

        def take(reason: str) -> Awaitable[bool]:
            reasons = _("; ").join(filter(None, (why, reason)))
            return self._ask_why(now, on, asked[1:], reasons)

        question, choices, consequence = asked[0]
        ask = Ask(question, choices=choices, consequences=[consequence], take=take)
        return await self.app.push_screen_wait(ask) is not None

    async def _post(self, now: NoticeState, on: date, reason: str) -> None:
        """Enter the notice."""
        room = app_of(self).room
        notice = await beside(
            app_of(self),
            _("Checking the record …"),
            lambda _report: notices.post(room, now.key, on, room.actor, reason),
        )
        self.fill()
        sentence = _("Notice no. {number} runs until {date}.")
        self.say(sentence.format(number=notice.number, date=notice.until))

    def do_export(self) -> None:
        """Go to the documents."""
        app_of(self).show(Place.EXPORT)


def _again(now: NoticeState) -> _Question | None:
    """Return the question why the same result is posted again; None where it is another one."""
    if now.notice is None or now.stage is Stage.OUTDATED:
        return None
    question = _("The result has not changed since notice no. {number}. Why is it posted again?")
    return question.format(number=now.notice.number), [_(each) for each in REASONS], now.told


def _undecided(room: Room, key: str) -> _Question | None:
    """Return the question why grades that nobody decided are posted; None where there are none."""
    if not (consequence := notices.why_undecided(room, key)):
        return None
    question = _("Why is it posted with grades that nobody has decided?")
    return question, [_(each) for each in UNDECIDED], consequence


def _posted(notice: PublicNotice) -> str:
    return _("No. {number}: {first} to {last}, result {fingerprint}, posted by {name}").format(
        number=notice.number,
        first=notice.posted_on,
        last=notice.until,
        fingerprint=short(notice.fingerprint),
        name=notice.posted_by,
    )
