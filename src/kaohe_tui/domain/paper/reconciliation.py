"""Reconcile the paper forms of a tier: handed out, returned, and what became of them."""

from dataclasses import dataclass

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import half_width
from kaohe_tui.words import N_, _

MOST = 99_999
"""Largest number of forms that can be entered for a tier."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one tier."""

    owed: int
    """Raters who owe a ballot."""
    handed_out: int
    """Number of forms handed out to raters."""
    returned: int
    """Number of forms that came back."""
    valid: int
    """Ballots handed in that have a mark on them."""
    void: int
    """Ballots struck out."""
    abstained: int | None
    """Ballots handed in without any mark; None in a secret tier, where a ballot is taken apart when
    it is handed in and this cannot be known."""
    waiting: int = 0
    """Ballots keyed once that do not count yet."""

    @property
    def keyed(self) -> int:
        """Number of forms that were keyed or voided."""
        return self.valid + self.void + (self.abstained or 0) + self.waiting

    @property
    def faults(self) -> tuple[str, ...]:
        """A sentence for each disagreement of the numbers; none where all agree."""
        sentences = []
        if self.handed_out != self.owed:
            sentences.append(
                _("{handed_out} forms were handed out, but {owed} raters have to rate.").format(
                    handed_out=self.handed_out, owed=self.owed
                )
            )
        if self.returned > self.handed_out:
            sentences.append(
                _("{returned} forms were returned, but only {handed_out} were handed out.").format(
                    returned=self.returned, handed_out=self.handed_out
                )
            )
        if self.returned != self.keyed:
            sentences.append(
                _("{returned} forms were returned, but {keyed} were entered or voided.").format(
                    returned=self.returned, keyed=self.keyed
                )
            )
        return tuple(sentences)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """List each number with its heading, then each fault."""
        rows = [
            (_("Forms handed out"), str(self.handed_out)),
            (_("Forms returned"), str(self.returned)),
            (_("Of these"), self.split()),
        ]
        rows += [(_("Does not reconcile"), fault) for fault in self.faults]
        return tuple(rows)

    def split(self) -> str:
        """Say what became of the forms that came back."""
        parts = [_("{count} valid").format(count=self.valid)]
        parts.append(_("{count} void").format(count=self.void))
        if self.abstained is not None:
            parts.append(_("{count} abstained").format(count=self.abstained))
        if self.waiting:
            parts.append(_("{count} not compared").format(count=self.waiting))
        return _(", ").join(parts)


def check_number(number: int) -> int:
    """Return a number of forms that is in range.

    Raises:
        Refusal: when it is not from 0 to ``MOST``.
    """
    if not 0 <= number <= MOST:
        raise Refusal(
            "forms-number-wrong",
            N_("A number of forms is a whole number from 0 to {most}."),
            most=MOST,
        )
    return number


def number_of(text: str) -> int:
    """Read a number of forms as it was typed; full-width digits are accepted.

    Raises:
        Refusal: when it is not from 0 to ``MOST``.
    """
    plain = half_width(text).strip()
    is_number = plain.isascii() and plain.isdigit() and len(plain) <= len(str(MOST))
    return check_number(int(plain) if is_number else -1)
