"""Draws small schemes and bureaus by a seed, over the whole language or a part of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

from tests.reference.plain import (
    Adjustment,
    Facts,
    Figure,
    Person,
    Rating,
    Table,
    by_key,
    number,
    tables,
)
from tests.reference.reference import Period

FEATURES: Mapping[str, frozenset[str]] = {
    part: frozenset(features.split())
    for part, features in (
        ("rates", "groups guests scopes weights_by_class min_ratings trim_from"),
        ("forms", "full forms_by_class tier_points hundred levels overall total bands"),
        ("components", "components factors units shares points_by_class"),
        ("entries", "within sizes caps absences vetoes lower_veto"),
        ("words", "chinese"),
        ("periods", "tiers_of_periods spans places equal_mins least quota_by_section bars"),
    )
}
"""What goes beyond the first language of schemes, by the parts of the rules."""
EVERYTHING = frozenset().union(*FEATURES.values())
NAMES = (
    "江承志",
    "沈若兰",
    "白启明",
    "钟立本",
    "方雨桐",
    "戚长林",
    "余小满",
    "卓安平",
    "黎晓棠",
    "敖家乐",
    "丘文静",
    "尹大川",
)
SECTIONS = ("综合科", "农业科")
GROUNDS = ("违纪", "责任事故")
LEVELS = (("优", "95"), ("良", "82.5"), ("中", "70"), ("差", "50"))
BANDS = (("优秀", "90", "100"), ("称职", "80", "89.9"), ("不称职", "0", "79.9"))
FULL = 100


@dataclass
class Drawn:
    """A scheme, its people, and all that is entered, by period."""

    scheme: dict[str, Any]
    roster: list[Person]
    facts: dict[str, Facts] = field(default_factory=dict)
    exempt: frozenset[str] = frozenset()
    """Who gets no grade in the year."""
    left_open: str = ""
    """The period that is not closed: its last tier is open still."""
    in_words: int | None = None
    """By which number keys of the scheme are written in Chinese; None for none."""

    def period(self, key: str) -> Period:
        """A period as the reference reckons it."""
        return Period(self.scheme, self.roster, self.facts[key], key)


def draw(seed: int, features: Iterable[str] = ()) -> Drawn:
    """A scheme and a bureau in which somebody rates somebody in every period."""
    random = Random(seed)
    while True:
        drawn = _Drawing(random, frozenset(features)).drawn()
        if all(_is_held(drawn.period(key)) for key in drawn.facts):
            return drawn


def _is_held(period: Period) -> bool:
    return not period.tiers or any(period.is_rated(person) for person in period.roster)


class _Drawing:
    def __init__(self, random: Random, features: frozenset[str]) -> None:
        self.random, self.features = random, features
        self.full = random.choice([100, 100, 200]) if "full" in features else FULL
        self.step = number(random.choice(["1", "1", "0.5", "0.1"]))
        self.spread = random.choice([1, 2, 5, 20])
        """How far marks lie apart, in steps: a narrow range makes ties."""
        self.scheme: dict[str, Any] = {}

    def draws(self, feature: str, chance: float = 0.5) -> bool:
        """Whether something of the language is drawn this time."""
        return feature in self.features and self.random.random() < chance

    def drawn(self) -> Drawn:
        roster = self._roster()
        self.scheme = {"name": "方案", "year": 2026, "scoring": self._scoring()}
        self._tiers(roster)
        self._entries()
        self._periods()
        self._grades()
        drawn = Drawn(self.scheme, roster)
        for table in self.scheme["periods"]:
            drawn.facts[table["key"]] = Facts()
            self._facts(drawn.period(table["key"]))
        ranked = [p.code for p in roster if p.role in ("staff", "middle", "leader")]
        drawn.exempt = self._some(ranked, 0.08)
        last = self.scheme["periods"][-1]["key"]
        if len(drawn.facts) > 1 and drawn.period(last).tiers and self.random.random() < 0.2:
            drawn.left_open = last
            # Its marks are seen already.
            for tier in self.scheme["tiers"]:
                tier.pop("reveal", None)
        drawn.in_words = self.random.randint(0, 999) if self.draws("chinese", 0.3) else None
        return drawn

    def _some(self, listed: Iterable[str], chance: float) -> frozenset[str]:
        return frozenset(each for each in listed if self.random.random() < chance)

    # -- people and scoring --------------------------------------------------------------------

    def _roster(self) -> list[Person]:
        random = self.random
        names = random.sample(NAMES, random.randint(4, 9))
        leaders = [f"p{n}" for n in range(1, random.randint(2, 3))]
        found = []
        for n, name in enumerate(names):
            role = "head" if n == 0 else "leader" if f"p{n}" in leaders else ""
            role = role or random.choice(["staff", "staff", "middle"])
            if self.draws("guests", 0.1) and n > 3:
                role = "guest"
            section = "局领导" if role in ("head", "leader") else random.choice(SECTIONS)
            bosses = random.sample(leaders, random.randint(0, len(leaders)))
            found.append(
                Person(
                    code=f"p{n}",
                    name=name,
                    section=section,
                    role=role,
                    supervisors=() if role in ("head", "leader", "guest") else tuple(bosses),
                    identity=random.choice(["公务员", "事业单位"]),
                )
            )
        if self.draws("units", 0.5):
            found += [Person(f"u{n}", name, name, "unit") for n, name in enumerate(SECTIONS)]
        return found

    def _scoring(self) -> dict[str, Any]:
        random = self.random
        found: dict[str, Any] = {
            "method": random.choice(["tiers", "participation"]),
            "step": str(float(self.step)) if self.step != 1 else "1",
            "decimals": random.choice([2, 2, 2, 0, 1, 3, 4]),
            "self_rating": random.random() < 0.3,
            "rank": random.choice(["by_role", "together"]),
            "quota_by": random.choice(
                ["class", "unit", "section"]
                if "quota_by_section" in self.features
                else ["class", "unit"]
            ),
        }
        if self.full != FULL:
            found["full"] = self.full
        for key, choices in (
            ("bonus_cap", ["1", "2.5"]),
            ("deduction_cap", ["2", "3.5"]),
            ("ceiling", ["98", "100"]),
        ):
            if random.random() < 0.3:
                found[key] = random.choice(choices)
        return found

    # -- tiers and forms -----------------------------------------------------------------------

    def _tiers(self, roster: Sequence[Person]) -> None:
        random = self.random
        roles = ["staff", "middle", "leader", "head"]
        tiers: list[dict[str, Any]] = []
        for n in range(random.randint(1, 3)):
            raters = random.sample(roles, random.randint(1, 4))
            ratees = random.sample(["staff", "staff", "middle", "leader"], random.randint(1, 3))
            ratees = sorted({*ratees, *(["head"] if random.random() < 0.1 else [])})
            tier: dict[str, Any] = {"key": f"t{n}", "name": f"第{n}层", "raters": raters}
            tier |= {"ratees": ratees, "scope": self._scope(raters)}
            tier["trim"] = random.choice([0, 0, 1, 2])
            if random.random() < 0.2:
                tier["reveal"] = random.choice(["row", "tier"])
            if self.draws("min_ratings", 0.3):
                tier["min_ratings"] = random.randint(2, 3)
            if tier["trim"] and self.draws("trim_from", 0.4):
                tier["trim_from"] = 2 * tier["trim"] + random.randint(1, 3)
            if any(each.role == "unit" for each in roster) and random.random() < 0.5:
                tier["ratees"] = [*ratees, "unit"]
            if any(each.role == "guest" for each in roster) and random.random() < 0.7:
                tier["raters"] = [*raters, "guest"]
            tiers.append(tier)
        self._groups(tiers)
        self.scheme["tiers"] = tiers
        self.scheme["indicators"] = [
            {"key": f"i{n}", "name": f"指标{n}", "points": points}
            for n, points in enumerate(self._split(self.full, random.randint(1, 3)))
        ]
        self._forms()
        self._components(roster)
        keys = [each["key"] for each in (*tiers, *self.scheme["indicators"])]
        if not any("marks" in tier or "indicators" in tier for tier in tiers):
            chosen = random.sample(keys, random.choice([0, 0, 1, 2]))
            self.scheme["scoring"]["tie_break"] = [each for each in chosen if each in keys]

    def _scope(self, raters: Sequence[str]) -> str | list[str]:
        random = self.random
        scopes = ["all", "all", "section"] + (["supervised"] if "leader" in raters else [])
        if self.draws("scopes", 0.4):
            scopes += ["other_sections", "self", "unsupervised"]
            return random.sample(sorted(set(scopes)), random.randint(1, 2))
        return random.choice(scopes)

    def _groups(self, tiers: Iterable[dict[str, Any]]) -> None:
        """A group of those of one section or identity, who rate in some tier."""
        if not self.draws("groups", 0.4):
            return
        made_by = self.random.choice(
            [{"sections": [SECTIONS[0]]}, {"identity": ["公务员"], "roles": ["staff", "middle"]}]
        )
        self.scheme["groups"] = [{"key": "g", "name": "代表", **made_by}]
        for tier in tiers:
            if self.random.random() < 0.5:
                tier["raters"] = [*tier["raters"], "g"]

    def _split(self, whole: int, parts: int) -> list[int]:
        """Whole numbers that add up, none of them small."""
        cuts = sorted(self.random.sample(range(2, 9), parts - 1))
        bounds = [0, *cuts, 10]
        return [(b - a) * whole // 10 for a, b in pairwise(bounds)]

    def _weigh(self, tiers: Sequence[dict[str, Any]]) -> None:
        random = self.random
        if self.scheme["scoring"]["method"] == "participation":
            for tier in tiers:
                tier["weight"] = random.choice([1, 1, 2, "0.5"])
        elif self.draws("weights_by_class", 0.4):
            for role in sorted({role for tier in tiers for role in tier["ratees"]}):
                own = [tier for tier in tiers if role in tier["ratees"]]
                for tier, part in zip(own, self._split(100, len(own)), strict=True):
                    tier.setdefault("weight", {})[role] = part
        else:
            for tier, part in zip(tiers, self._split(100, len(tiers)), strict=True):
                tier["weight"] = part

    def _components(self, roster: Sequence[Person]) -> None:
        """What a total is made of, and what a period's tiers weigh in it."""
        random, tiers = self.random, self.scheme["tiers"]
        if not self.draws("components", 0.8):
            self._weigh(tiers)
            return
        listed: list[dict[str, Any]] = []
        voted = list(tiers)
        if "levels" in self.scheme and len(tiers) > 1 and self.draws("shares"):
            tier = next((t for t in tiers if self._gives_levels(t)), None)
            if tier is not None:
                voted.remove(tier)
                names = [level["name"] for level in self.scheme["levels"]]
                share = {"source": "share", "tier": tier["key"], "level": random.choice(names[:2])}
                listed.append(share)
                if self.scheme["scoring"]["method"] == "participation":
                    tier["weight"] = 1
        cut = random.choice([0, 0, 1]) if len(voted) > 1 else 0
        for own in filter(None, (voted[:cut], voted[cut:])):
            listed.append({"source": "ballots", "tiers": [tier["key"] for tier in own]})
            self._weigh(own)
        for source in random.sample(["full", "full", "office", "office"], random.randint(0, 3)):
            listed.append({"source": source})
            if source == "office":
                listed[-1] |= self._office()
        if any(each.role == "unit" for each in roster):
            listed.append({"source": "unit"})
        listed = listed[:5]
        random.shuffle(listed)
        roles = sorted({role for tier in tiers for role in tier["ratees"]})
        by_class = self.draws("points_by_class", 0.25)
        splits = {role: self._split(self.full, len(listed)) for role in roles}
        for n, component in enumerate(listed):
            points = {role: splits[role][n] for role in roles}
            component |= {"key": f"c{n}", "name": f"组成{n}"}
            component["points"] = points if by_class else points[roles[0]]
            if component.get("convert", {}).get("by") == "rank":
                component["convert"]["first"] = min(points.values())
            if component["source"] == "share" and not by_class and random.random() < 0.5:
                most = points[roles[0]]
                component["bands"] = [[80, most], [50, most // 2]]
            if component["source"] in ("ballots", "office") and random.random() < 0.1:
                component["if_missing"] = "zero"
        self.scheme["components"] = listed
        if not self.draws("factors"):
            return
        self.scheme["factors"] = [
            {"key": f"f{n}", "name": f"系数{n}", "of": of, "min": "0.5", "max": "1.2"}
            for n, of in enumerate(random.sample(["section", "person"], random.choice([1, 2])))
        ]

    def _gives_levels(self, tier: Mapping[str, Any]) -> bool:
        if tier.get("marks") == "overall":
            return True
        return "from" in self.scheme["levels"][0] and tier.get("marks") == "total"

    def _office(self) -> dict[str, Any]:
        """How a figure of the office becomes points, and whose it is."""
        found: dict[str, Any] = {}
        by = self.random.choice(["", "", "rank", "ratio_to_best", "percent"])
        if by:
            found["convert"] = {"by": by} | ({"first": 0, "step": "1.5"} if by == "rank" else {})
        if self.random.random() < 0.2:
            found["of"] = "section"
        return found

    def _forms(self) -> None:
        """How each tier is marked, and what stands on its form."""
        random = self.random
        has_bands = self.draws("bands", 0.3)
        kinds = [
            kind
            for kind in (["total"] if has_bands else ["hundred", "levels", "overall", "total"])
            if kind in self.features
        ]
        for tier in self.scheme["tiers"]:
            if kinds and random.random() < 0.6:
                tier["marks"] = random.choice(kinds)
            if tier.get("marks") in ("total", "overall") and self.draws("tier_points", 0.3):
                tier["points"] = 10
        if has_bands:
            self.scheme["levels"] = [
                dict(zip(("name", "from", "to"), b, strict=True)) for b in BANDS
            ]
        elif any(t.get("marks") in ("levels", "overall") for t in self.scheme["tiers"]):
            self.scheme["levels"] = [{"name": name, "percent": p} for name, p in LEVELS]
        if self.draws("forms_by_class", 0.4):
            roles = sorted({role for tier in self.scheme["tiers"] for role in tier["ratees"]})
            self.scheme["indicators"] = [
                {"key": f"{role}{n}", "name": f"{role}{n}", "points": points, "for": [role]}
                for role in roles
                for n, points in enumerate(self._split(self.full, random.randint(1, 2)))
            ]

    # -- entries, periods, grades --------------------------------------------------------------

    def _entries(self) -> None:
        random = self.random
        rules = []
        for n in range(random.randint(0, 3)):
            rule: dict[str, Any] = {"key": f"r{n}", "name": f"事由{n}"}
            rule["kind"] = random.choice(["bonus", "deduction"])
            rule["points"] = random.choice(["0.5", "1", "0.3333", "2"])
            if random.random() < 0.4:
                rule["cap"] = random.choice(["1", "2.25"])
            rules.append(rule)
        if rules:
            self.scheme["adjustments"] = rules
        self._second_entries(rules)

    def _second_entries(self, rules: Sequence[dict[str, Any]]) -> None:
        """Sizes of a rule, what lies within a component, days of absence, caps over several."""
        random = self.random
        places = [
            c["key"] for c in tables(self.scheme, "components") if c["source"] in ("full", "office")
        ]
        for rule in rules:
            if places and self.draws("within", 0.6):
                rule["within"] = random.choice(places)
            if self.draws("sizes", 0.25):
                rule["levels"] = {"省级": 3, "市级": 2, "县级": 1}
                del rule["points"]
            elif self.draws("sizes", 0.2):
                rule |= {"free": True, "most": 4}
                del rule["points"]
            if self.draws("sizes", 0.3):
                rule["highest"] = True
        kinds = []
        for n in range(random.choice([0, 1, 1, 2]) if "absences" in self.features else 0):
            kind: dict[str, Any] = {"key": f"a{n}", "name": f"缺勤{n}"}
            if random.random() < 0.7:
                kind |= {"free": random.choice([0, 1, 3]), "points": "0.5"}
                if random.random() < 0.5:
                    kind["then"] = [{"from": 4, "points": "1"}]
                if places and self.draws("within", 0.5):
                    kind["within"] = random.choice(places)
            if random.random() < 0.4:
                kind["bars_from"] = 3
                if random.random() < 0.5:
                    kind["out_from"] = 7
            kinds.append(kind)
        if kinds:
            self.scheme["absences"] = kinds
        self._caps([*rules, *kinds])

    def _caps(self, listed: Iterable[Mapping[str, Any]]) -> None:
        """A cap over rules and absences of one place and direction."""
        alike: dict[tuple[str, str], list[str]] = {}
        for each in listed:
            place = each.get("within", ""), each.get("kind", "deduction")
            alike.setdefault(place, []).append(each["key"])
        several = [keys for keys in alike.values() if len(keys) > 1]
        if several and self.draws("caps", 0.5):
            self.scheme["caps"] = [
                {"name": "合计", "rules": self.random.choice(several), "most": 3}
            ]

    def _periods(self) -> None:
        random = self.random
        count = random.randint(1, 3)
        periods = []
        for n in range(count):
            period: dict[str, Any] = {"key": f"q{n}", "name": f"时段{n}"}
            period["weight"] = random.choice([10, 30, "12.5"] + ([0] if n else []))
            if random.random() < 0.3:
                period["kind"] = random.choice(["quarterly", "annual"])
            keys = [tier["key"] for tier in self.scheme["tiers"]]
            if self.draws("tiers_of_periods", 0.4):
                period["tiers"] = [key for key in keys if random.random() < 0.6]
                if not period["tiers"] and not self._holds_more():
                    period["tiers"] = keys[:1]
            periods.append(period)
        self.scheme["periods"] = periods
        if count > 1 and self.draws("spans", 0.4):
            for period in periods[: random.randint(1, count)]:
                period["of"] = random.choice(["s0", "s1"])
            used = sorted({period["of"] for period in periods if "of" in period})
            self.scheme["spans"] = [
                {"key": key, "name": f"阶段{key}", "weight": random.choice([20, 50])}
                for key in used
            ]

    def _holds_more(self) -> bool:
        """Whether a total can be made without a tier."""
        components = tables(self.scheme, "components")
        return any(each["source"] in ("full", "office") for each in components)

    def _grades(self) -> None:
        random = self.random
        names = ["优秀", "称职", "基本称职", "不称职"][: random.choice([0, 2, 3, 4, 4])]
        if not names:
            return
        shares = [99, 97, 95, 92, 85, 80, 70, 60]
        mins = [*sorted(random.sample(shares, len(names) - 1), reverse=True), 0]
        grades: list[dict[str, Any]] = [
            {"name": name, "min": str(least * self.full // 100)}
            for name, least in zip(names, mins, strict=True)
        ]
        if len(grades) > 2 and self.draws("equal_mins", 0.2):
            grades[1]["min"] = grades[0]["min"]
        for grade in grades[:-1]:
            if self.draws("places", 0.4):
                grade["places"] = random.choice([1, 2, [[3, 1], [6, 2]], [[2, 0], [4, 1]]])
            elif random.random() < 0.6:
                grade["quota"] = random.choice([15, 20, 34, 50, "33.3"])
        if self.draws("least", 0.3):
            random.choice(grades[1:])["least"] = random.choice([10, 20, 34, 50])
        self.scheme["grades"] = grades
        if random.random() < 0.6:
            # That a veto never lifts came with the second language of entries.
            lowest = random.choice(names[1:] if "lower_veto" in self.features else names[-1:])
            self.scheme["vetoes"] = {"grade": lowest, "grounds": [*GROUNDS]}
            if self.draws("vetoes", 0.6):
                bar: dict[str, Any] = {"key": "v0", "name": "取消评优", "grounds": [GROUNDS[0]]}
                bar["effect"] = "bar"
                if random.random() < 0.5:
                    bar["from"] = random.choice(names[:2])
                force = {"key": "v1", "name": "降等", "grounds": [GROUNDS[1]], "effect": "grade"}
                self.scheme["vetoes"] = [bar, force | {"grade": lowest}]
        bars: dict[str, Any] = {}
        deductions = [r["key"] for r in tables(self.scheme, "adjustments") if r["kind"] != "bonus"]
        if deductions and random.random() < 0.4:
            bars["deductions"] = deductions[:1]
        if random.random() < 0.3:
            bars["absence_days"] = 3
        if random.random() < 0.2:
            bars["quarter_grade"] = random.choice(names[:2])
        if self.draws("bars", 0.3):
            bars["lowest_grade"] = random.choice(names[:-1])
        if self.draws("bars", 0.3):
            bars["tier"] = {self.scheme["tiers"][0]["key"]: self.full * 95 // 100}
        if deductions and self.draws("bars", 0.3):
            bars["events"] = {deductions[-1]: 3}
        if bars:
            self.scheme["bars"] = bars

    # -- facts ---------------------------------------------------------------------------------

    def _facts(self, period: Period) -> None:
        random, facts = self.random, period.facts
        pairs = [
            (tier["key"], rater, ratee.code)
            for tier in period.tiers
            for ratee in period.roster
            for rater in period.raters(tier, ratee)
        ]
        count = min(len(pairs), random.choice([0, 0, 1, 2]))
        facts.recusals |= {("", r, e) for _tier, r, e in random.sample(pairs, count) if r != e}
        for tier in period.tiers:
            for ratee in period.roster:
                for rater in period.raters(tier, ratee):
                    chance = random.random()
                    if chance > 0.08:
                        abstains = chance < 0.18
                        marks = {} if abstains else self._marks(period, tier, ratee)
                        facts.ratings.append(
                            Rating(tier["key"], rater, ratee.code, marks, abstains)
                        )
        self._entered(period)

    def _marks(self, period: Period, tier: Table, ratee: Person) -> Mapping[str, str]:
        kind = tier.get("marks", "points")
        if kind == "total":
            return {"total": self._mark(number(tier.get("points", self.full)))}
        if kind == "overall":
            return {"overall": self._level()}
        gives: dict[str, Callable[[Table], str]] = {
            "points": lambda each: self._mark(number(each["points"])),
            "hundred": lambda _each: self._mark(Fraction(100)),
            "levels": lambda _each: self._level(),
        }
        return {each["key"]: gives[kind](each) for each in period.form(tier, ratee)}

    def _level(self) -> str:
        return self.random.choice(LEVELS[: min(len(LEVELS), 1 + self.spread)])[0]

    def _mark(self, most: Fraction) -> str:
        value = max(Fraction(0), most - self.step * self.random.randint(0, self.spread))
        return str(value.numerator) if value.denominator == 1 else str(float(value))

    def _entered(self, period: Period) -> None:
        random, facts = self.random, period.facts
        codes = [person.code for person in period.roster if person.role != "guest"]
        rules = [rule["key"] for rule in tables(self.scheme, "adjustments")]
        for n in range(random.randint(0, 6) if rules else 0):
            rule = by_key(tables(self.scheme, "adjustments"), random.choice(rules))
            is_free = rule.get("free", False)
            entry = Adjustment(
                person=random.choice(codes),
                rule=rule["key"],
                count=1 if is_free else random.randint(1, 3),
                level=random.choice([*rule["levels"]]) if "levels" in rule else "",
                matter=f"事{n % 2}" if "highest" in rule else "",
                points=random.choice(["1", "2.5", "4"]) if is_free else "",
                approved=random.random() < 0.8,
            )
            facts.adjustments.append(entry)
        for code in self._some(codes, 0.15):
            kinds = [kind["key"] for kind in tables(self.scheme, "absences")]
            days = random.choice(["0.5", "2", "3", "3.5", "7"])
            facts.absences.append((code, random.choice(kinds or [""]), days))
        rated = [person.code for person in period.roster if period.is_rated(person)]
        if "vetoes" in self.scheme:
            facts.vetoes += [
                (code, random.choice(GROUNDS)) for code in sorted(self._some(rated, 0.1))
            ]
        graded = [p.code for p in period.roster if p.role in ("staff", "middle", "leader")]
        facts.exempt |= self._some(graded, 0.08)
        self._figures(period)

    def _figures(self, period: Period) -> None:
        """What the office enters: most of it, and of that most is approved."""
        random = self.random
        for table in (*period.components, *tables(self.scheme, "factors")):
            is_factor = "source" not in table
            if not is_factor and table["source"] != "office":
                continue
            of_sections = table.get("of") == "section"
            people = [
                p
                for p in period.roster
                if (period.applies(table, p) if not is_factor else period.is_rated(p))
                and p.role != "unit"
            ]
            whose = [p.code for p in people]
            if of_sections:
                whose = sorted({p.section for p in people})
            by_code = {p.code: p for p in people}
            for name in whose:
                if random.random() > 0.9:
                    continue
                points = table.get("points", 1)
                if isinstance(points, Mapping):
                    own = [] if of_sections else [by_code[name].role]
                    points = (
                        min(points[role] for role in own or points if role in points)
                        if set(own or points) & set(points)
                        else 0
                    )
                figure = self._figure(table, number(points), is_factor=is_factor)
                period.facts.figures.append(
                    Figure(name, table["key"], figure, random.random() < 0.9)
                )

    def _figure(self, table: Table, most: Fraction, *, is_factor: bool) -> str:
        random = self.random
        if is_factor:
            return random.choice(["1", "0.9", "1.05", "2/3"])
        match table.get("convert", {}).get("by"):
            case "rank":
                return str(random.randint(1, 9))
            case "ratio_to_best":
                return random.choice(["0", "120", "88.5", "40/3"])
            case "percent":
                return random.choice(["100", "87.5", "200/3"])
        return str(most * Fraction(random.randint(0, 6), 6))
