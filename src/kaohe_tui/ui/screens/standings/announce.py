"""Announce one person's rank and score in large figures, for the projector."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from kaohe_tui.domain.numbers import shown as in_figures
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.ui.frame.host import called
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.standings.explain import ExplainScreen
from kaohe_tui.ui.screens.standings.one_person import BACK, NEIGHBOURS, RankedPerson
from kaohe_tui.ui.screens.standings.showing import Showing, class_name
from kaohe_tui.ui.widgets.standings.bigdigits import BigDigits
from kaohe_tui.words import N_, _

_WIDE_SPACE = "\u3000"


class AnnounceScreen(RankedPerson):
    """Name, rank and score of one person; the result is the code of the person seen last.

    Args:
        code: the person to begin with.
    """

    TITLE_MSGID = N_("Announcing")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "One person at a time, for the projector. It is customary to begin with the last: "
            "start there and go up with ←."
        ),
    )
    """With whom it is customary to begin."""
    KEYS = (
        *NEIGHBOURS,
        Command(("enter",), "explain", N_("Explain"), N_("Show how this score is made up.")),
        BACK,
    )
    """The neighbours in rank, the explanation of the score, the way back."""

    def compose(self) -> ComposeResult:
        """Compose period and class, name, section, rank, score and a remark."""
        yield from self.compose_frame(
            Static(markup=False, id="where", classes="note"),
            Static(markup=False, id="name"),
            Static(markup=False, id="section"),
            BigDigits(id="rank"),
            Static(markup=False, id="place"),
            BigDigits(id="score"),
            Static(markup=False, id="remark", classes="note"),
        )

    def draw(self, shown: Showing, code: str) -> None:
        """Write rank and score."""
        ranked = shown.class_of(code).ranked
        row = shown.standings.row(code)
        score = "–" if row.total is None else in_figures(row.total, shown.standings.decimals)
        self._text("where", f"{shown.period} · {class_name(shown.scheme, row.person.role)}")
        self._text(
            "name",
            _spaced(row.person.name) + called(self, row.person)[len(row.person.name) :],
        )
        self._text("section", row.person.section)
        self._text("place", _place(row, ranked))
        rank = "–" if row.rank is None else f"{row.rank}{'=' if row.tied else ''}"
        self.query_one("#rank", BigDigits).show(rank)
        self.query_one("#score", BigDigits).show(score)
        self._text("remark", _remark(row, is_locked=shown.result is not None))

    def _text(self, name: str, text: str) -> None:
        self.query_one(f"#{name}", Static).update(Content(text))

    def do_explain(self) -> None:
        """Show how the score came about."""
        self.app.push_screen(ExplainScreen(self.code))


def _spaced(name: str) -> str:
    """Put a wide space between a Chinese name's characters: easier to read from afar."""
    return name if name.isascii() else _WIDE_SPACE.join(name)


def _remark(row: Standing, *, is_locked: bool) -> str:
    """Say that ratings are outstanding, or missing in a locked result; empty where none are."""
    if not row.review.provisional:
        return ""
    if is_locked:
        return _("closed with ratings missing")
    return _("provisional: ratings are still outstanding")


def _place(row: Standing, ranked: int) -> str:
    if row.rank is None:
        return _("not ranked")
    message = _("shared rank {rank} of {size}") if row.tied else _("rank {rank} of {size}")
    return message.format(rank=row.rank, size=ranked)
