"""Count the ratings of a ballot, and say which of its tier's limits it breaks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.ballot.row import Row
from kaohe_tui.domain.rules.forms.asked import Form
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.limits import Limit
from kaohe_tui.domain.rules.tier_words import counted_words
from kaohe_tui.words import _, _n

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Rated:
    """What a ballot gives one person."""

    section: str
    """The person's section; empty for none."""
    total: Fraction
    """The total, in points on the scale of full marks."""
    level: str = ""
    """The level; empty where none is given."""


@dataclass(frozen=True, slots=True)
class Break:
    """A limit that a ballot breaks."""

    limit: Limit
    """The limit."""
    sentence: str
    """What is wrong and what to change, a sentence."""


def rated(person: Person, form: Form, marks: Sequence[int | None]) -> Rated | None:
    """Return what marks in the columns' order give a person; None while one is missing."""
    whole = [mark for mark in marks if mark is not None]
    if not marks or len(whole) < len(marks):
        return None
    total = Fraction(form.added(whole), form.unit)
    level = form.level_of(whole)
    return Rated(person.section, total, level.name if level else "")


def ratings_of(rows: Iterable[Row]) -> list[Rated]:
    """Return the ratings of a ballot's rows that have all their marks."""
    ratings = (rated(row.ratee, row.asked, row.marks) for row in rows if row.asked)
    return [each for each in ratings if each is not None]


def broken(limits: Iterable[Limit], ratings: Sequence[Rated], full: int) -> tuple[Break, ...]:
    """Return the limits that ratings break, each once for what is wrong, in order.

    Args:
        limits: the tier's.
        ratings: those with all their marks; abstentions are none.
        full: full marks.
    """
    return tuple(
        Break(limit, _("{section}: {sentence}").format(section=section, sentence=sentence))
        if section
        else Break(limit, sentence)
        for limit in limits
        for section, group in _groups(limit, ratings)
        for sentence in _wrong(limit, group, full)
    )


def _groups(limit: Limit, ratings: Sequence[Rated]) -> Iterator[tuple[str, Sequence[Rated]]]:
    """Yield (section, its ratings) within which a limit counts; the section is empty for all."""
    if not limit.by_section:
        yield "", ratings
        return
    # Who has no section shares none with anybody.
    for section in dict.fromkeys(each.section for each in ratings if each.section):
        yield section, [each for each in ratings if each.section == section]


def _wrong(limit: Limit, group: Sequence[Rated], full: int) -> Iterator[str]:
    people = len(group)
    if not people:
        return
    count = sum(is_counted(limit, each) for each in group)
    values = {"what": counted_words(limit), "count": count, "people": people}
    if limit.counts and count > (most := limit.most(people)):
        yield _n(
            "“{what}” went to {count} of {people} people; at most {most} may have it: change one "
            "of them.",
            "“{what}” went to {count} of {people} people; at most {most} may have it: change "
            "{number} of them.",
            count - most,
        ).format(**values, most=most, number=count - most)
    if limit.counts and count < (least := limit.least(people)):
        yield _n(
            "“{what}” went to {count} of {people} people; at least {least} must have it: give it "
            "to one more.",
            "“{what}” went to {count} of {people} people; at least {least} must have it: give it "
            "to {number} more.",
            least - count,
        ).format(**values, least=least, number=least - count)
    totals = {each.total for each in group}
    if not limit.all_equal and people > 1 and len(totals) == 1:
        sentence = _("All {people} people have the same total: give one of them another.")
        yield sentence.format(people=people)
    if not limit.all_full and totals == {Fraction(full)}:
        yield _("Everybody has full marks: one person at least must have fewer.")


def is_counted(limit: Limit, rating: Rated) -> bool:
    """Return whether a limit counts a rating."""
    if limit.level:
        return rating.level == limit.level
    is_enough = limit.low is None or rating.total >= limit.low
    return is_enough and (limit.below is None or rating.total < limit.below)


class Counting:
    """How far a ballot goes towards its limits while it is keyed; only changed rows are reckoned.

    A share is of all people whom the ballot is to rate, as it will be once it is whole.
    """

    def __init__(self, limits: Iterable[Limit]) -> None:
        """Begin with the limits that count ratings."""
        self._limits = [limit for limit in limits if limit.counts]
        self._known: dict[int, tuple[Row, Rated | None]] = {}

    @property
    def goes_by_section(self) -> bool:
        """Whether its lines depend on the section of the person at the cursor."""
        return any(limit.by_section for limit in self._limits)

    def lines(self, rows: Sequence[Row], section: str) -> tuple[str, ...]:
        """Return the count of each limit, such as 优秀 3/4.

        Args:
            rows: the ballot.
            section: where a limit holds within a section, the one that is meant.
        """
        if not self._limits:
            return ()
        ratings = [each for place, row in enumerate(rows) if (each := self._rated(place, row))]
        due = [row.ratee.section for row in rows if row.takes_marks]
        return tuple(self._line(limit, ratings, due, section) for limit in self._limits)

    def _line(
        self, limit: Limit, ratings: Sequence[Rated], due: Sequence[str], section: str
    ) -> str:
        words, people = counted_words(limit), len(due)
        if limit.by_section:
            ratings = [each for each in ratings if each.section == section]
            words, people = f"{section} {words}".strip(), due.count(section)
        count, most, least = (
            sum(is_counted(limit, each) for each in ratings),
            limit.most(people),
            limit.least(people),
        )
        if not least:
            return _("{what} {count}/{most}").format(what=words, count=count, most=most)
        if most == people:
            sentence = _("{what} {count}, at least {least}")
        else:
            sentence = _("{what} {count}, {least} to {most}")
        return sentence.format(what=words, count=count, least=least, most=most)

    def _rated(self, place: int, row: Row) -> Rated | None:
        known = self._known.get(place)
        if known is None or known[0] is not row:
            rating = rated(row.ratee, row.asked, row.marks) if row.asked else None
            known = self._known[place] = row, rating
        return known[1]
