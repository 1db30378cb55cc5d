"""Hold what is known before a file of ballots is read: the rules, the people, what is open."""

from dataclasses import dataclass, field

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.ballots.marks import mark_column, mark_headings
from kaohe_tui.files.decode import shown
from kaohe_tui.files.roster.who import Who
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.words import folded, headings
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_

_SINGLE = ("打分", "评分", "分数", "score", "points")
"""Further headings of the marks where there is but one indicator."""


@dataclass
class Meeting:
    """What is known before a file of ballots is read."""

    scheme: Scheme
    """Gives the tiers, the indicators and the step that marks must fit."""
    roster: Roster = field(default_factory=lambda: Roster(()))
    """Everybody; nobody: codes are taken as they stand there."""
    tier: str = ""
    """Key of the tier that ballots belong to which name none; empty: each must name one."""
    rater: str = ""
    """Code of the rater whose sheet it is; empty: the sheet must say."""
    period: str = ""
    """Key of the period that the ballots are brought to; empty: it is not compared."""

    def __post_init__(self) -> None:
        self.who = Who(self.roster)
        """Finds the people."""
        self._tiers = {folded(tier.key): tier.key for tier in self.scheme.tiers}
        for tier in self.scheme.tiers:
            self._tiers.setdefault(folded(tier.name), tier.key)

    @property
    def is_single(self) -> bool:
        """Whether the form has one indicator, so that a total is its mark."""
        return len(self.scheme.indicators) == 1

    def tier_of(self, line: Line) -> str:
        """Return the key of the tier that a line names, or of the one that is meant where none is.

        Raises:
            Refusal: when the line names one that the scheme does not have, or none where it must.
        """
        if self.tier and "tier" not in line.columns.positions:
            return self.tier
        text = line.filled("tier")
        tier = self._tiers.get(folded(text))
        if tier is None:
            raise line.fault(
                "tier",
                "tier-unknown",
                N_("The scheme has no tier “{tier}”; its tiers are: {tiers}."),
                tier=shown(text),
                tiers=listed(each.key for each in self.scheme.tiers),
            )
        return tier

    def ratee(self, line: Line) -> str:
        """Return the code of the person whom a line of a sheet is about.

        Raises:
            Refusal: when it names nobody or several people, or a code and somebody else's name.
        """
        positions = line.columns.positions
        if "ratee" not in positions or not line.raw("ratee"):
            return self.who.code(line, "name", line.text("section"))
        code = self.who.code(line, "ratee")
        if positions.get("name") != positions["ratee"]:
            self.who.check_name(line, "name", code)
        return code

    def known(self, table: str) -> dict[str, str]:
        """Return the headings of a kind of table, with those of the marks."""
        single = dict.fromkeys(map(folded, _SINGLE), "sum") if self.is_single else {}
        return {**mark_headings(self.scheme), **headings(table), **single}

    def flat_kind(self) -> Kind:
        """Return what a table with a line for each rating may hold."""
        marks = tuple(mark_column(each) for each in self.scheme.indicators)
        tier = () if self.tier else ("tier",)
        return Kind(
            known=self.known("ballots"),
            required=(*tier, "rater", "ratee", *marks),
            who=("rater", "ratee", "tier"),
            instead={"rater": "rater_name", "ratee": "ratee_name", **self._sum_instead()},
            own=("ratee", "ratee_name", *marks, "sum", "abstain"),
        )

    def sheet_kind(self) -> Kind:
        """Return what the sheet of one rater may hold."""
        marks = tuple(mark_column(each) for each in self.scheme.indicators)
        return Kind(
            known=self.known("score_sheet"),
            required=("name", *marks),
            who=("ratee", "name"),
            instead={"name": "ratee", **self._sum_instead()},
            own=("ratee", "name", *marks, "sum", "abstain"),
        )

    def _sum_instead(self) -> dict[str, str]:
        return {mark_column(self.scheme.indicators[0]): "sum"} if self.is_single else {}


def check_rater(meeting: Meeting, text: str) -> str:
    """Return the code of the rater that somebody named on the command line; empty for none.

    Raises:
        Refusal: when the roster has nobody, or several people, of that code or name.
    """
    if not text:
        return ""
    match meeting.who.meant(text):
        case [person]:
            return person.code
        case []:
            raise Refusal(
                "rater-unknown",
                N_("Nobody in the roster is “{name}”; give a code or a name."),
                name=shown(text),
            )
        case several:
            raise Refusal(
                "rater-ambiguous",
                N_("Several people are called {name}: {codes}; give a code."),
                name=shown(text),
                codes=listed(each.code for each in several),
            )
