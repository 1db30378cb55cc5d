"""A second computation of a period and of the year, from the contract alone.

It shares nothing with kaohe: no code, no words, no way of counting. It is as slow and as plain as
can be, so that it can be read beside the rules.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from tests.reference.grading import Ladder, propose
from tests.reference.plain import (
    WHOLE,
    ZERO,
    Facts,
    Line,
    Person,
    Rating,
    Table,
    by_key,
    half_up,
    number,
    tables,
)

RANKED = ("leader", "middle", "staff", "unit")


class Period:
    """One period, reckoned."""

    def __init__(self, scheme: Table, roster: Sequence[Person], facts: Facts, key: str) -> None:
        self.scheme, self.roster, self.facts = scheme, roster, facts
        self.scoring = scheme["scoring"]
        self.full = number(self.scoring.get("full", 100))
        self.decimals: int = self.scoring.get("decimals", 2)
        self.table = by_key(tables(scheme, "periods"), key)
        held = self.table.get("tiers")
        self.tiers = [t for t in tables(scheme, "tiers") if held is None or t["key"] in held]
        self._totals: dict[str, Line] = {}

    # -- who rates whom ------------------------------------------------------------------------

    def classes(self, person: Person) -> frozenset[str]:
        """The role and the groups of a person."""
        found = {person.role}
        for group in tables(self.scheme, "groups"):
            asked = [name for name in ("roles", "sections", "identity") if name in group]
            own = {"roles": person.role, "sections": person.section, "identity": person.identity}
            fits = bool(asked) and all(own[name] in group[name] for name in asked)
            if fits or {group["key"], group.get("name")} & set(person.groups):
                found.add(group["key"])
        return frozenset(found)

    def raters(self, tier: Table, ratee: Person) -> list[str]:
        """Who is to rate a person in a tier, and is not recused."""
        recused = {
            rater
            for key, rater, code in self.facts.recusals
            if key in ("", tier["key"]) and code == ratee.code
        }
        return [code for code in self.expected(tier, ratee) if code not in recused]

    def expected(self, tier: Table, ratee: Person) -> list[str]:
        """Who rates a person in a tier by the rules alone; without anybody it does not apply."""
        scopes = tier.get("scope", "all")
        scopes = [scopes] if isinstance(scopes, str) else scopes
        if not self.classes(ratee) & set(tier["ratees"]):
            return []
        return [
            rater.code
            for rater in self.roster
            if rater.role != "unit"
            and self.classes(rater) & set(tier["raters"])
            and any(self._fits(scope, rater, ratee) for scope in scopes)
        ]

    def _fits(self, scope: str, rater: Person, ratee: Person) -> bool:
        if rater.code == ratee.code and scope != "self":
            # Whoever is rated by everybody, or by the section, is among them.
            if not self.scoring.get("self_rating", False):
                return False
            return scope in ("all", "section") and (scope == "all" or rater.section != "")
        section = ratee.name if ratee.role == "unit" else ratee.section
        return {
            "all": True,
            "self": rater.code == ratee.code,
            "section": rater.section == section != "",
            "other_sections": rater.section != section,
            "supervised": rater.code in ratee.supervisors,
            "unsupervised": rater.code not in ratee.supervisors,
        }[scope]

    # -- ratings -------------------------------------------------------------------------------

    def lines_on(self, tier: Table, ratee: Person) -> list[Rating]:
        """What was handed in for a person by those who are to rate there."""
        raters = self.raters(tier, ratee)
        return [
            each
            for each in self.facts.ratings
            if (each.tier, each.ratee) == (tier["key"], ratee.code) and each.rater in raters
        ]

    def valid(self, tier: Table, ratee: Person) -> list[Rating]:
        """What counts: no abstention, nothing void."""
        return [x for x in self.lines_on(tier, ratee) if not x.abstains and not x.void]

    def owed(self, tier: Table, ratee: Person) -> int:
        """How many are expected and not there."""
        return len(self.raters(tier, ratee)) - len(self.lines_on(tier, ratee))

    def form(self, tier: Table, ratee: Person) -> list[Table]:
        """The indicators that a person has on a tier's ballot."""
        wanted = tier.get("indicators")
        return [
            each
            for each in tables(self.scheme, "indicators")
            if (wanted is None or each["key"] in wanted)
            and ("for" not in each or self.classes(ratee) & set(each["for"]))
        ]

    def worth(self, tier: Table, rating: Rating, ratee: Person, alone: str = "") -> Fraction:
        """A rating's total on the scale of ``full``, or what one of its indicators comes to."""
        kind = tier.get("marks", "points")
        scale = number(tier.get("points", self.full))
        if kind == "total":
            points = number(rating.marks["total"])
        elif kind == "overall":
            points = scale * self.percent(rating.marks["overall"]) / WHOLE
        else:
            points = ZERO
            for each in self.form(tier, ratee):
                if alone in ("", each["key"]):
                    mark, most = rating.marks[each["key"]], number(each["points"])
                    if kind == "points":
                        points += number(mark)
                    else:
                        per_cent = number(mark) if kind == "hundred" else self.percent(mark)
                        points += most * per_cent / WHOLE
        return points * self.full / scale

    def percent(self, level: str) -> Fraction:
        """What a level is worth."""
        return number(by_key(tables(self.scheme, "levels"), level)["percent"])

    def counted(self, tier: Table, ratee: Person, alone: str = "") -> list[Fraction]:
        """The totals that count in a tier, after trimming, the lowest first."""
        xs = sorted(self.worth(tier, x, ratee, alone) for x in self.valid(tier, ratee))
        if len(xs) < tier.get("min_ratings", 0):
            return []
        cut = tier.get("trim", 0)
        if len(xs) > 2 * cut and len(xs) >= tier.get("trim_from", 0):
            xs = xs[cut : len(xs) - cut]
        return xs

    def mean(self, tier: Table, ratee: Person) -> Fraction | None:
        """The tier's mean for a person."""
        xs = self.counted(tier, ratee)
        return sum(xs, ZERO) / len(xs) if xs else None

    def of_class(self, value: object, person: Person) -> Fraction:
        """A number, or that of a table by class; nothing for those whom it does not name."""
        if isinstance(value, Mapping):
            fits = [value[name] for name in value if name in self.classes(person)]
            return number(fits[0]) if fits else ZERO
        return number(value)

    def review(self, tiers: Iterable[Table], ratee: Person, alone: str = "") -> Fraction | None:
        """What the ratings of some tiers come to, on the scale of ``full``."""
        over = under = ZERO
        for tier in tiers:
            xs = self.counted(tier, ratee, alone)
            weight = self.of_class(tier.get("weight", 0), ratee)
            if xs:
                by_tiers = self.scoring["method"] == "tiers"
                times = Fraction(1, len(xs)) if by_tiers else Fraction(1)
                over += weight * sum(xs, ZERO) * times
                under += weight * len(xs) * times
        return over / under if under else None

    # -- components ----------------------------------------------------------------------------

    @property
    def components(self) -> list[Table]:
        """The components that the period holds; the ballots alone where the scheme has none."""
        held = self.table.get("components")
        listed = tables(self.scheme, "components")
        if not listed:
            return [{"key": "", "source": "ballots", "points": self.full}]
        return [each for each in listed if held is None or each["key"] in held]

    def tiers_of(self, component: Table) -> list[Table]:
        """The tiers of a component of ballots or of a share that the period holds."""
        if component["source"] == "share":
            return [t for t in self.tiers if t["key"] == component["tier"]]
        wanted = component.get("tiers")
        return [t for t in self.tiers if wanted is None or t["key"] in wanted]

    def is_rated(self, person: Person, tiers: Iterable[Table] | None = None) -> bool:
        """Whether some tier applies to a person."""
        return any(self.expected(t, person) for t in (self.tiers if tiers is None else tiers))

    def applies(self, component: Table, person: Person) -> bool:
        """Whether a component is for a person."""
        wanted = component.get("for")
        if wanted is not None and not self.classes(person) & set(wanted):
            return False
        if component["source"] in ("ballots", "share"):
            return self.is_rated(person, self.tiers_of(component))
        if person.role == "unit" and (wanted is None or "unit" not in wanted):
            return False
        if component["source"] == "unit" and self.unit_of(person) is None:
            return False
        if self.tiers:
            return self.is_rated(person)
        return person.role not in ("head", "guest", "unit")

    def gets_something(self, person: Person) -> bool:
        """Whether some component is for a person, and worth something to them."""
        return any(
            self.applies(each, person) and self.of_class(each["points"], person)
            for each in self.components
        )

    def unit_of(self, person: Person) -> Person | None:
        """The section that a person belongs to, where it is rated itself."""
        units = (each for each in self.roster if each.role == "unit")
        return next((each for each in units if each.name == person.section), None)

    def part(self, component: Table, person: Person) -> Fraction | None:
        """What a component comes to; None where it is missing."""
        points = self.of_class(component["points"], person)
        value: Fraction | None
        match component["source"]:
            case "ballots":
                value = self.review(self.tiers_of(component), person)
                value = None if value is None else value * points / self.full
            case "full":
                value = self.bounded(points, component, points, person)
            case "office":
                value = self.converted(component, points, person)
                value = None if value is None else self.bounded(value, component, points, person)
            case "unit":
                unit = self.unit_of(person)
                total = self.line(unit).total if unit else None
                value = None if total is None else min(points, total * points / self.full)
            case _:
                value = self.share(component, points, person)
        return ZERO if value is None and component.get("if_missing") == "zero" else value

    def bounded(
        self, start: Fraction, component: Table, points: Fraction, person: Person
    ) -> Fraction:
        """What is left of a component after the entries within it."""
        own = self.entered(person)
        value = start + own.get((component["key"], "bonus"), ZERO)
        value -= own.get((component["key"], "deduction"), ZERO)
        return max(ZERO, min(points, value))

    def figure(self, table: Table, person: Person) -> Fraction | None:
        """The approved figure of a component or a factor for a person."""
        whose = person.section if table.get("of") == "section" else person.code
        names = {table["key"], table.get("name")}
        found = [f for f in self.facts.figures if f.whose == whose and f.component in names]
        return next((number(f.figure) for f in reversed(found) if f.approved), None)

    def converted(self, component: Table, points: Fraction, person: Person) -> Fraction | None:
        """A figure as points."""
        figure, convert = self.figure(component, person), component.get("convert", {})
        if figure is None:
            return None
        match convert.get("by"):
            case "rank":
                down = number(convert["step"]) * (figure - 1)
                return max(ZERO, number(convert["first"]) - down)
            case "ratio_to_best":
                names = {component["key"], component.get("name")}
                every = [f for f in self.facts.figures if f.component in names and f.approved]
                best = max(number(f.figure) for f in every)
                return points * figure / best if best else ZERO
            case "percent":
                return points * figure / WHOLE
        return figure

    def share(self, component: Table, points: Fraction, person: Person) -> Fraction | None:
        """The share of a tier's ratings at a level or better, as points."""
        [tier] = self.tiers_of(component)
        ratings = self.valid(tier, person)
        if not ratings or len(ratings) < tier.get("min_ratings", 0):
            return None
        names = [each["name"] for each in tables(self.scheme, "levels")]
        good = names[: names.index(component["level"]) + 1]
        part = Fraction(sum(self.level(tier, x, person) in good for x in ratings), len(ratings))
        if "bands" not in component:
            return part * points
        reached = (number(p) for least, p in component["bands"] if part * 100 >= number(least))
        return next(reached, ZERO)

    def level(self, tier: Table, rating: Rating, ratee: Person) -> str:
        """The level of a rating: the one that was given, or that whose band its total lies in."""
        if "overall" in rating.marks:
            return rating.marks["overall"]
        percent = self.worth(tier, rating, ratee) * 100 / self.full
        for each in tables(self.scheme, "levels"):
            if number(each["from"]) <= percent <= number(each["to"]):
                return str(each["name"])
        return ""

    # -- entries -------------------------------------------------------------------------------

    def entered(self, person: Person) -> dict[tuple[str, str], Fraction]:
        """(Component or empty for the total, kind) -> what the entries come to."""
        sums: dict[str, Fraction] = {}
        places: dict[str, tuple[str, str]] = {}
        for rule in tables(self.scheme, "adjustments"):
            sums[rule["key"]] = self.of_rule(rule, person)
            places[rule["key"]] = rule.get("within", ""), rule["kind"]
        for kind in tables(self.scheme, "absences"):
            sums[kind["key"]] = self.of_absence(kind, person)
            places[kind["key"]] = kind.get("within", ""), "deduction"
        for cap in tables(self.scheme, "caps"):
            keys = cap["rules"]
            together = min(number(cap["most"]), sum((sums[key] for key in keys), ZERO))
            sums |= dict.fromkeys(keys, ZERO) | {keys[0]: together}
        found: dict[tuple[str, str], Fraction] = {}
        for key, place in places.items():
            found[place] = found.get(place, ZERO) + sums[key]
        for direction in ("bonus", "deduction"):
            most = self.scoring.get(f"{direction}_cap")
            if most is not None and ("", direction) in found:
                found["", direction] = min(found["", direction], number(most))
        return found

    def of_rule(self, rule: Table, person: Person) -> Fraction:
        """What a person's entries of a rule come to."""
        by_matter: dict[object, list[Fraction]] = {}
        for turn, entry in enumerate(self.facts.adjustments):
            if entry.person == person.code and entry.approved and entry.rule in (
                rule["key"], rule["name"],
            ):  # fmt: skip
                levels = rule.get("levels", {})
                points = levels.get(entry.level) if levels else entry.points or rule.get("points")
                apart = entry.matter if rule.get("highest") and entry.matter else turn
                by_matter.setdefault(apart, []).append(entry.count * number(points))
        total = sum(map(max, by_matter.values()), ZERO)
        return min(total, number(rule["cap"])) if "cap" in rule else total

    def days(self, kind: Table, person: Person) -> Fraction:
        """Days of a kind of absence."""
        names = (kind["key"], kind["name"])
        of_kind = (d for code, k, d in self.facts.absences if code == person.code and k in names)
        return sum(map(number, of_kind), ZERO)

    def of_absence(self, kind: Table, person: Person) -> Fraction:
        """What the days of a kind cost."""
        days, free = self.days(kind, person), number(kind.get("free", 0))
        steps = [(free, number(kind.get("points", 0)))]
        steps += [(max(free, number(s["from"])), number(s["points"])) for s in kind.get("then", ())]
        ends = [start for start, _points in steps[1:]] + [max(days, free)]
        cost = ZERO
        for (start, points), end in zip(steps, ends, strict=True):
            cost += points * max(ZERO, min(days, end) - start)
        return cost

    # -- totals --------------------------------------------------------------------------------

    def line(self, person: Person) -> Line:
        """All of one person but rank and grade."""
        if person.code not in self._totals:
            self._totals[person.code] = self._line(person)
        return self._totals[person.code]

    def _line(self, person: Person) -> Line:
        line = Line(person, exempt=person.code in self.facts.exempt)
        line.vetoed = any(self.veto(ground) for ground in self.grounds(person))
        applying = [t for t in self.tiers if self.expected(t, person)]
        line.means = {t["key"]: self.mean(t, person) for t in applying}
        line.owed = sum(self.owed(t, person) for t in applying)
        declared = bool(tables(self.scheme, "components"))
        for component in self.components:
            if self.applies(component, person):
                points = self.of_class(component["points"], person)
                line.parts[component["key"]] = points, self.part(component, person)
        own = self.entered(person)
        line.bonus, line.deduction = (own.get(("", k), ZERO) for k in ("bonus", "deduction"))
        there = [(points, value) for points, value in line.parts.values() if value is not None]
        line.provisional = line.owed > 0 or (declared and len(there) < len(line.parts))
        if any(each["source"] == "unit" and each["key"] in line.parts for each in self.components):
            unit = self.unit_of(person)
            line.provisional |= unit is not None and self.line(unit).provisional
        if not sum(points for points, _value in there):
            return line
        line.score = self.full * sum(v for _p, v in there) / sum(p for p, _v in there)
        if person.role != "unit":
            for factor in tables(self.scheme, "factors"):
                figure = self.figure(factor, person)
                line.provisional |= figure is None
                line.score *= 1 if figure is None else figure
        line.total = max(ZERO, line.score + line.bonus - line.deduction)
        if "ceiling" in self.scoring:
            line.total = min(line.total, number(self.scoring["ceiling"]))
        line.value = half_up(line.total, self.decimals)
        return line

    @cached_property
    def lines(self) -> dict[str, Line]:
        """Everybody who is rated, ranked and graded."""
        ratees = {each for tier in self.tiers for each in tier["ratees"]}
        people = [
            p
            for p in self.roster
            if p.role != "guest"
            and (self.classes(p) & ratees or (not self.tiers and self.gets_something(p)))
        ]
        lines = {person.code: self.line(person) for person in people}
        ranked(self.scoring, lines.values(), self.tie_value)
        for line in lines.values():
            line.barred = self.bars(line)
            line.out = next((k["name"] for k in self._over(line.person, "out_from")), "")
        propose(Ladder(self.scheme, self.decimals), list(lines.values()), self.forced)
        return lines

    def tie_value(self, key: str, line: Line) -> Fraction | None:
        """What a tie-break compares."""
        if key in line.parts:
            return line.parts[key][1]
        tier = next((t for t in tables(self.scheme, "tiers") if t["key"] == key), None)
        if tier is not None:
            return self.mean(tier, line.person) if tier in self.tiers else None
        if any(each["key"] == key for each in tables(self.scheme, "components")):
            return None
        return self.review(self.tiers, line.person, key)

    # -- vetoes and bars -----------------------------------------------------------------------

    def grounds(self, person: Person) -> list[str]:
        """The grounds of the vetoes on a person."""
        return [ground for code, ground in self.facts.vetoes if code == person.code]

    def veto(self, ground: str) -> str:
        """The grade that a ground's veto leads to; empty where it only bars."""
        table = veto_of(self.scheme, ground)
        return "" if table.get("effect") == "bar" else str(table["grade"])

    def forced(self, person: Person) -> list[str]:
        """The grades that vetoes lead a person to."""
        return [grade for ground in self.grounds(person) if (grade := self.veto(ground))]

    def _over(self, person: Person, key: str) -> list[Table]:
        kinds = (kind for kind in tables(self.scheme, "absences") if key in kind)
        return [kind for kind in kinds if self.days(kind, person) >= number(kind[key])]

    def bars(self, line: Line) -> list[tuple[str, int]]:
        """What bars a person, and from which grade upwards, by its number."""
        person, bars = line.person, self.scheme.get("bars", {})
        found = bars_of_vetoes(self.scheme, self.grounds(person))
        found += [(f"absence {kind['key']}", 0) for kind in self._over(person, "bars_from")]
        found += entry_bars(bars, [self.facts], person)
        for key, least in bars.get("tier", {}).items():
            mean = line.means.get(key)
            if (
                mean is not None
                and half_up(mean, self.decimals) < number(least) * 10**self.decimals
            ):
                found.append((f"tier {key}", 0))
        return found


def veto_of(scheme: Table, ground: str) -> Table:
    """The veto that a ground belongs to: the only one of today, or one of several."""
    listed = scheme["vetoes"]
    several = [listed] if isinstance(listed, Mapping) else listed
    found: Table = next(each for each in several if ground in each["grounds"])
    return found


def bars_of_vetoes(scheme: Table, grounds: Iterable[str]) -> list[tuple[str, int]]:
    """Vetoes that bar, and from which grade upwards."""
    names = [each["name"] for each in tables(scheme, "grades")]
    found = []
    for ground in grounds:
        table = veto_of(scheme, ground)
        if table.get("effect") == "bar":
            found.append((f"veto {table['key']}", names.index(table.get("from", names[0]))))
    return found


def entry_bars(bars: Table, periods: Sequence[Facts], person: Person) -> list[tuple[str, int]]:
    """What bars by entries and days, of one period or of several."""
    entries = [a for each in periods for a in each.adjustments]
    own = [a for a in entries if a.person == person.code and a.approved]
    found = [
        (f"deduction {k}", 0) for k in bars.get("deductions", ()) if any(a.rule == k for a in own)
    ]
    for key, most in bars.get("events", {}).items():
        if sum(a.count for a in own if a.rule == key) >= most:
            found.append((f"events {key}", 0))
    absences = [a for each in periods for a in each.absences]
    days = sum((number(d) for code, _kind, d in absences if code == person.code), ZERO)
    if "absence_days" in bars and days > number(bars["absence_days"]):
        found.append(("days", 0))
    return found


def ranked(
    scoring: Table, lines: Iterable[Line], tie_value: Callable[[str, Line], Fraction | None]
) -> None:
    """Give everybody a rank, each class apart: by the rounded total, then by the tie-breaks."""
    together = scoring.get("rank", "by_role") == "together"
    decimals = scoring.get("decimals", 2)
    lists: dict[str, list[Line]] = {}
    for line in lines:
        if line.total is not None and not line.vetoed and line.person.role in RANKED:
            apart = line.person.role
            lists.setdefault("" if together and apart != "unit" else apart, []).append(line)
    for listed in lists.values():
        for line in listed:
            better = sum(other.value > line.value for other in listed)
            level = [other for other in listed if other.value == line.value]
            for key in scoring.get("tie_break", ()):
                values = {x.person.code: tie_value(key, x) for x in level}
                if len(level) == 1 or None in values.values():
                    continue
                units = {c: half_up(v, decimals) for c, v in values.items() if v is not None}
                own = units[line.person.code]
                better += sum(unit > own for unit in units.values())
                level = [x for x in level if units[x.person.code] == own]
            line.rank, line.tied = better + 1, len(level) > 1
