"""Hold what is known before a file of ballots is read: the rules, the people, what is open."""

from dataclasses import dataclass, field

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.forms.forms import Forms
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Marks, Tier
from kaohe_tui.files.ballots.cells.marks import Asked, mark_column, mark_headings
from kaohe_tui.files.ballots.cells.totals import LEVEL
from kaohe_tui.files.decode import shown
from kaohe_tui.files.roster.who import Who
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.words import folded, headings
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_

_SINGLE = ("打分", "评分", "分数", "得分", "score", "points")
"""Further headings of the marks where one figure is given of a person."""
_LEVEL = ("总体评价", "综合评价", "总评", "评价", "档次", "评价等次", "overall", "level")
"""Further headings of the marks where one level is given of a person."""


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
        self._forms = Forms(self.scheme)
        self._tiers = {folded(tier.key): tier.key for tier in self.scheme.tiers}
        for tier in self.scheme.tiers:
            self._tiers.setdefault(folded(tier.name), tier.key)

    @property
    def form(self) -> Form:
        """All that is keyed in the tier that is meant, of whomever; in none, in the first."""
        return self._forms.union(self._rules)

    @property
    def _rules(self) -> Tier:
        return self.scheme.tier(self.tier) if self.tier else self.scheme.tiers[0]

    @property
    def only_form(self) -> Form | None:
        """What is keyed of everybody, where that is the same and their total its sum."""
        forms = self._forms.all_of(self._rules)
        is_sum = len(forms) == 1 and forms[0].is_plain and not forms[0].bands
        return forms[0] if is_sum else None

    def asked_of(self, ratee: str | None) -> Asked:
        """Return what a line has to say of somebody, by code; None: it is not known of whom."""
        if ratee is None or ratee not in self.roster:
            return Asked(self.form)
        form = self._forms.of(self._rules, self.roster[ratee])
        others = (each for each in self.form.indicators if each not in form.indicators)
        return Asked(form, tuple(others))

    @property
    def is_single(self) -> bool:
        """Whether one thing is keyed of a person, so that a total is its mark."""
        return len(self.form.columns) == 1

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
        words = _LEVEL if self.form.marks is Marks.OVERALL else _SINGLE
        column = self._single_column
        single = dict.fromkeys(map(folded, words), column) if self.is_single else {}
        beside = dict.fromkeys(map(folded, _LEVEL), LEVEL) if self.form.bands else {}
        return {**mark_headings(self.form.indicators), **headings(table), **beside, **single}

    @property
    def _single_column(self) -> str:
        """The column that serves for the one mark: a total, but where a level is asked."""
        is_level = self.form.marks.is_level
        return mark_column(self.form.indicators[0]) if is_level else "sum"

    def flat_kind(self) -> Kind:
        """Return what a table with a line for each rating may hold."""
        marks = tuple(mark_column(each) for each in self.form.indicators)
        tier = () if self.tier else ("tier",)
        return Kind(
            known=self.known("ballots"),
            required=(*tier, "rater", "ratee", *self._needed),
            who=("rater", "ratee", "tier"),
            instead={"rater": "rater_name", "ratee": "ratee_name", **self._sum_instead()},
            own=("ratee", "ratee_name", *marks, "sum", LEVEL, "abstain"),
        )

    def sheet_kind(self) -> Kind:
        """Return what the sheet of one rater may hold."""
        marks = tuple(mark_column(each) for each in self.form.indicators)
        return Kind(
            known=self.known("score_sheet"),
            required=("name", *self._needed),
            who=("ratee", "name"),
            instead={"name": "ratee", **self._sum_instead()},
            own=("ratee", "name", *marks, "sum", LEVEL, "abstain"),
        )

    @property
    def _needed(self) -> tuple[str, ...]:
        """The columns of marks that a table must have: those that some ratee's form has."""
        rated = self.scheme.ratees(self._rules, self.roster)
        form = self._forms.together(self._rules, rated) if self.tier else self.form
        return tuple(map(mark_column, form.indicators))

    def _sum_instead(self) -> dict[str, str]:
        if not self.is_single or self.form.marks.is_level:
            return {}
        return {mark_column(self.form.indicators[0]): "sum"}


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
