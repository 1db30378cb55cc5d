"""The year, weighed together from periods and spans."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from tests.reference.grading import Ladder, propose
from tests.reference.plain import ZERO, Line, Person, Table, half_up, number, tables
from tests.reference.reference import Period, bars_of_vetoes, entry_bars, ranked


class Year:
    """All that comes of a year, of whose periods one may be open yet."""

    def __init__(
        self,
        scheme: Table,
        roster: Sequence[Person],
        periods: Mapping[str, Period],
        exempt: frozenset[str] = frozenset(),
        left_open: str = "",
    ) -> None:
        self.scheme, self.roster, self.exempt = scheme, roster, exempt
        self.begun = periods
        """All periods: what was entered in one holds in the year, closed or not."""
        self.periods = {key: period for key, period in periods.items() if key != left_open}
        self.decimals: int = scheme["scoring"].get("decimals", 2)

    def weighed(self, value_in: Callable[[str], Fraction | None]) -> Fraction | None:
        """The mean of what the periods have, those of a span together first."""
        own: dict[str, list[tuple[Fraction, Fraction]]] = {}
        for table in tables(self.scheme, "periods"):
            value = value_in(table["key"]) if table["key"] in self.periods else None
            if value is not None:
                pair = number(table["weight"]), value
                own.setdefault(table.get("of", ""), []).append(pair)
        parts = own.pop("", [])
        for span in tables(self.scheme, "spans"):
            value = mean(own.get(span["key"], []))
            if value is not None:
                parts.append((number(span["weight"]), value))
        return mean(parts)

    def lines(self) -> dict[str, Line]:
        """Everybody's year, ranked and graded."""
        found: dict[str, Line] = {}
        for person in self.roster:
            if not any(person.code in period.lines for period in self.begun.values()):
                continue
            line = Line(person, exempt=person.code in self.exempt)
            line.total = self.weighed(lambda key, code=person.code: self._total(key, code))  # type: ignore[misc]
            line.value = 0 if line.total is None else half_up(line.total, self.decimals)
            line.vetoed = any(period.forced(person) for period in self.begun.values())
            found[person.code] = line
        ranked(self.scheme["scoring"], found.values(), self._tie_value)
        for line in found.values():
            line.barred = self._bars(line.person)
        propose(Ladder(self.scheme, self.decimals), list(found.values()), self._forced)
        return found

    def _total(self, key: str, code: str) -> Fraction | None:
        line = self.periods[key].lines.get(code)
        return line.total if line else None

    def _tie_value(self, key: str, line: Line) -> Fraction | None:
        def value_in(period: str) -> Fraction | None:
            there = self.periods[period].lines.get(line.person.code)
            return self.periods[period].tie_value(key, there) if there else None

        return self.weighed(value_in)

    def _forced(self, person: Person) -> list[str]:
        return [grade for period in self.begun.values() for grade in period.forced(person)]

    def _bars(self, person: Person) -> list[tuple[str, int]]:
        bars = self.scheme.get("bars", {})
        names = [grade["name"] for grade in tables(self.scheme, "grades")]
        periods = list(self.begun.values())
        grounds = [ground for period in periods for ground in period.grounds(person)]
        found = bars_of_vetoes(self.scheme, grounds)
        found += entry_bars(bars, [period.facts for period in periods], person)
        lines = {
            key: p.lines[person.code] for key, p in self.periods.items() if person.code in p.lines
        }
        for kind in tables(self.scheme, "absences"):
            days = sum((period.days(kind, person) for period in periods), ZERO)
            if "bars_from" in kind and days >= number(kind["bars_from"]):
                found.append((f"absence {kind['key']}", 0))
        in_periods = (bar for key, line in lines.items() for bar in self.periods[key].bars(line))
        found += dict.fromkeys(bar for bar in in_periods if bar[0].startswith("tier "))
        if "lowest_grade" in bars:
            allowed = names[: names.index(bars["lowest_grade"]) + 1]
            if any(x.grade not in allowed for x in lines.values() if x.total is not None):
                found.append(("lowest", 0))
        if "quarter_grade" in bars:
            wanted = names[: names.index(bars["quarter_grade"]) + 1]
            quarters = [lines[key].grade for key in self._quarters() if key in lines]
            if not set(quarters) & set(wanted):
                found.append(("quarter", 0))
        return found

    def _quarters(self) -> list[str]:
        listed = tables(self.scheme, "periods")
        found = []
        for n, table in enumerate(listed, 1):
            usual = "annual" if n == len(listed) > 1 else "quarterly"
            if table.get("kind", usual) == "quarterly":
                found.append(table["key"])
        return found


def mean(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """A weighted mean; None where nothing weighs."""
    under = sum((weight for weight, _value in parts), ZERO)
    return sum((weight * value for weight, value in parts), ZERO) / under if under else None
