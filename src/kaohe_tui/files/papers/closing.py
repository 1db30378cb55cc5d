"""The closing sheet of a tier: what was counted, the record's hash, and the lines to sign."""

from dataclasses import dataclass

from kaohe_tui.domain.chain import grouped
from kaohe_tui.files.papers.pages import acknowledgements, day, page
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Closing:
    """How a tier was closed."""

    scheme: str
    period: str
    tier: str
    at: str
    """ISO 8601 with its offset."""
    closed_by: str
    owed: int
    """Raters who owed a ballot."""
    handed_in: int
    void: int
    """Ballots that were struck out."""
    missing: int
    """Ratings that were missing."""
    reason: str
    """Why it was closed with ratings missing; empty where none were."""
    counted_by: str
    """Empty where nobody was named: the line stays blank."""
    supervised_by: str
    entry: int
    """The number of the entry in the record."""
    chain: str
    """That entry's hash."""
    waiting: str = ""
    """How many ballots were keyed but not compared; empty where none were."""
    forms: tuple[tuple[str, str], ...] = ()
    """Of the paper forms, each number with its heading; none where nobody entered them."""
    acknowledged: tuple[tuple[int, str], ...] = ()
    """Of each entry that acknowledged changes from outside: its number and the reason."""

    def paper(self) -> tuple[tuple[str, str], ...]:
        """What is told of paper: keyings that were not compared, and the forms."""
        waiting = ((_("Not counted"), self.waiting),) if self.waiting else ()
        return (*waiting, *self.forms)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """What is told, each with its heading, on screen and on paper alike."""
        told = [
            (_("Closed"), f"{day(self.at)} {self.at[11:16]}  {self.closed_by}"),
            (_("Ballots outstanding"), str(self.owed)),
            (_("Ballots handed in"), str(self.handed_in)),
            (_("Voided ballots"), str(self.void)),
            (_("Ratings missing"), str(self.missing)),
        ]
        told += self.paper()
        if self.reason:
            told.append((_("Reason"), self.reason))
        told.append((_("Entry in the record"), str(self.entry)))
        return (*told, *((_("Note"), each) for each in acknowledgements(self.acknowledged)))


def closing_html(closing: Closing) -> str:
    """The sheet as one page that prints on A4."""
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
