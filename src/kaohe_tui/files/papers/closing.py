"""Make a tier's closing sheet: what was counted, the record's hash, and the lines to sign."""

from dataclasses import dataclass

from kaohe_tui.domain.record.chain import grouped
from kaohe_tui.files.papers.pages import acknowledgements, day, page
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Closing:
    """The facts of one closing of a tier."""

    scheme: str
    """The scheme's name."""
    period: str
    """The period's name."""
    tier: str
    """The tier's name."""
    at: str
    """The time the tier was closed: ISO 8601 with its offset."""
    closed_by: str
    """The operator who closed it, as in the record's entry."""
    owed: int
    """The number of raters who owed a ballot."""
    handed_in: int
    """The number of ballots that were handed in."""
    void: int
    """The number of ballots that were voided."""
    unconfirmed: str
    """What counts of the ballots that were not handed in; empty where nothing does."""
    missing: int
    """The number of ratings that were missing."""
    reason: str
    """Why it was closed with ratings missing; empty where none were."""
    counted_by: str
    """The name of the person who counted; empty leaves the line to sign blank."""
    supervised_by: str
    """The name of the person who supervised; empty leaves the line to sign blank."""
    entry: int
    """The number of the closing's entry in the record."""
    chain: str
    """The hash of that entry."""
    reasons: tuple[tuple[str, str], ...] = ()
    """Reasons that single raters have instead, each with their names."""
    waiting: str = ""
    """The number of ballots keyed but not compared; empty where there were none."""
    forms: tuple[tuple[str, str], ...] = ()
    """The paper forms: (heading, number); empty where nobody entered them."""
    acknowledged: tuple[tuple[int, str], ...] = ()
    """Each entry that acknowledged changes from outside: (number, reason)."""

    def paper(self) -> tuple[tuple[str, str], ...]:
        """Return the lines about paper: keyings that were not compared, and the forms."""
        waiting = ((_("Not counted"), self.waiting),) if self.waiting else ()
        return (*waiting, *self.forms)

    def _why(self) -> list[str]:
        """Return why ratings are missing: the reasons of single raters, then that of the others."""
        sentence = _("{reason}: {names}")
        own = [sentence.format(reason=reason, names=names) for reason, names in self.reasons]
        if self.reason and own:
            return [*own, _("the others: {reason}").format(reason=self.reason)]
        return [self.reason] if self.reason else own

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return all lines as (heading, text), for the screen and for paper alike."""
        lines = [
            (_("Closed"), f"{day(self.at)} {self.at[11:16]}  {self.closed_by}"),
            (_("Ballots due"), str(self.owed)),
            (_("Ballots handed in"), str(self.handed_in)),
            (_("Voided ballots"), str(self.void)),
            (_("Ballots not handed in"), str(self.owed - self.handed_in - self.void)),
            (_("Ratings missing"), str(self.missing)),
        ]
        if self.unconfirmed:
            lines.insert(-1, (_("Counted without being handed in"), self.unconfirmed))
        lines += self.paper()
        lines += [(_("Reason"), each) for each in self._why()]
        lines.append((_("Entry in the record"), str(self.entry)))
        return (*lines, *((_("Note"), each) for each in acknowledgements(self.acknowledged)))


def closing_html(closing: Closing) -> str:
    """Return the sheet as one page that prints on A4."""
    return page(
        "closing.html",
        f"{closing.tier} · {closing.period}",
        heading=_("Closing sheet: {tier}").format(tier=closing.tier),
        under=_("{scheme} · {period}").format(scheme=closing.scheme, period=closing.period),
        lines=closing.lines(),
        hash_title=_("Hash of the record up to this closing"),
        hash=grouped(closing.chain),
        advice=_(
            "To check it later: kaohe verify --against {hash}. Signatories keep a copy; a record "
            "that was changed afterwards no longer contains this hash."
        ).format(hash=closing.chain[:16]),
        signatures=(
            (_("Counted by"), closing.counted_by),
            (_("Supervised by"), closing.supervised_by),
        ),
        signature=_("Signed: ____________  Date: ____________"),
    )
