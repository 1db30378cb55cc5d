"""Choose which people a list of standings holds, and in what order they are shown."""

from collections.abc import Sequence
from fractions import Fraction

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.ranking import list_of
from kaohe_tui.domain.standings.rows import PlainRows, Rows
from kaohe_tui.domain.standings.standings import Standing, Standings
from kaohe_tui.domain.standings.withholding import shown_column

BY_RANK, BY_SECTION, BY_NAME = "rank", "section", "name"
"""What rows may be sorted by, beside the key of a tier."""


def classes(standings: Standings, scheme: Scheme) -> tuple[Role | None, ...]:
    """Return the lists shown apart, in order; None alone where all are ranked together."""
    return tuple(dict.fromkeys(list_of(scheme, role) for role in standings.roles)) or (None,)


def rows_of(standings: Standings, role: Role | None) -> Rows:
    """Return one list, best first, the unranked last; with None that of all people."""
    if role is None and Role.UNIT in standings.roles:
        return PlainRows([row for row in standings.rows if row.person.role is not Role.UNIT])
    return standings.of(role)


def sorted_rows(rows: Sequence[Standing], sort: str, scheme: Scheme) -> Sequence[Standing]:
    """Return the rows in another order; equal ones stay in order of rank.

    Args:
        rows: in order of rank.
        sort: ``rank``, ``section`` (the section with the lowest code first), ``name`` (pinyin), or
            the key of a tier, whose highest mean comes first and whose missing ones last.
        scheme: the one they were counted under.
    """
    if sort == BY_RANK:
        return rows
    if sort == BY_NAME:
        return tuple(sorted(rows, key=lambda row: (row.person.spelling, row.person.name)))
    if sort == BY_SECTION:
        lowest: dict[str, str] = {}
        for row in rows:
            code = row.person.code
            lowest[row.person.section] = min(lowest.get(row.person.section, code), code)
        return tuple(sorted(rows, key=lambda row: lowest[row.person.section]))
    means = {row.person.code: shown_column(scheme, row.review, sort) for row in rows}

    def order(row: Standing) -> tuple[bool, Fraction]:
        mean = means[row.person.code]
        return mean is None, -(mean or Fraction(0))

    return tuple(sorted(rows, key=order))
