"""Small schemes, rosters and tallies for the domain's tests, by hand and by hypothesis."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Scope, Tier
from kaohe_tui.domain.standings.tally import TierTally

STAFF, MIDDLE, LEADER, HEAD, *_OTHERS = Role
EVERYBODY = frozenset(Role)
RATED = frozenset({STAFF, MIDDLE, LEADER})

PEER = Tier("peer", "全员互评", EVERYBODY, RATED, frozenset({Scope.ALL}), Fraction(40))
TIERS = (
    PEER,
    Tier(
        "middle",
        "中层干部评分",
        frozenset({MIDDLE}),
        frozenset({STAFF}),
        frozenset({Scope.ALL}),
        Fraction(20),
    ),
    Tier(
        "leader",
        "分管领导评分",
        frozenset({LEADER}),
        frozenset({STAFF, MIDDLE}),
        frozenset({Scope.SUPERVISED}),
        Fraction(20),
    ),
    Tier("head", "主要负责人评分", frozenset({HEAD}), RATED, frozenset({Scope.ALL}), Fraction(20)),
)
INDICATORS = (
    Indicator("work", "工作业绩", 400),
    Indicator("spirit", "精神状况", 150),
    Indicator("initiative", "开拓创新", 150),
    Indicator("teamwork", "协调协作", 150),
    Indicator("integrity", "廉政勤政", 150),
)
SCHEME = Scheme(
    name="县统计局2026年度绩效考核方案",
    year=2026,
    method=Method.TIERS,
    step=10,
    decimals=2,
    self_rating=False,
    rank=RankBy.BY_ROLE,
    tie_break=(),
    indicators=INDICATORS,
    tiers=TIERS,
    periods=(),
)


def counting(scheme: Scheme = SCHEME, k: int = 1) -> Scheme:
    """The scheme under ``participation`` with the same factor everywhere."""
    tiers = tuple(replace(tier, weight=Fraction(k)) for tier in scheme.tiers)
    return replace(scheme, method=Method.PARTICIPATION, tiers=tiers)


def trimming(scheme: Scheme, **trims: int) -> Scheme:
    """The scheme with other trims, by tier key."""
    tiers = tuple(replace(t, trim=trims.get(t.key, t.trim)) for t in scheme.tiers)
    return replace(scheme, tiers=tiers)


def without(scheme: Scheme, key: str) -> Scheme:
    """The scheme as if it never had that tier."""
    return replace(scheme, tiers=tuple(tier for tier in scheme.tiers if tier.key != key))


def tally(*points: int, owed: int = 0) -> TierTally:
    """A tally of ratings given in whole points."""
    return TierTally(tuple(10 * p for p in points), expected=len(points) + owed)


def tallies(**tiers: Sequence[int]) -> dict[str, TierTally]:
    """One person's tallies, nothing owed, totals in whole points by tier key."""
    return {key: tally(*points) for key, points in tiers.items()}


def person(code: str, role: Role = STAFF, section: str = "综合科", *supervisors: str) -> Person:
    """Somebody whose name is the code."""
    return Person(code, code, section, role, supervisors)


def roster(*people: Person) -> Roster:
    return Roster(people)


def no_marks(code: str) -> Mapping[str, tuple[tuple[int, ...], ...]]:
    """Marks that must not be asked for."""
    raise AssertionError(f"the marks of {code} were asked for")


totals = st.lists(st.integers(0, 1000), max_size=9).map(tuple)
methods = st.sampled_from(Method)
trims = st.integers(0, 3)


@st.composite
def tally_of_one(draw: st.DrawFn, least: int = 0) -> TierTally:
    """A tally with ``least`` ratings or more."""
    some = draw(st.lists(st.integers(0, 1000), min_size=least, max_size=9))
    return TierTally(tuple(some), expected=len(some) + draw(st.integers(0, 2)))


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Either method, any positive weights, any trims."""
    tiers = tuple(
        replace(tier, weight=Fraction(draw(st.integers(1, 60)), 2), trim=draw(trims))
        for tier in TIERS
    )
    return replace(SCHEME, method=draw(methods), tiers=tiers, decimals=draw(st.integers(0, 3)))


person_tallies = st.dictionaries(st.sampled_from([tier.key for tier in TIERS]), tally_of_one())


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """A small bureau with a head, leaders who supervise and people of three sections."""
    leaders = [f"l{i}" for i in range(draw(st.integers(0, 3)))]
    people = [person("h", HEAD, "局领导"), *(person(code, LEADER, "局领导") for code in leaders)]
    for i in range(draw(st.integers(1, 9))):
        role = draw(st.sampled_from((STAFF, STAFF, MIDDLE)))
        section = draw(st.sampled_from(("综合科", "农业科", "普查中心", "")))
        bosses = draw(st.lists(st.sampled_from(leaders), unique=True)) if leaders else []
        people.append(person(f"p{i}", role, section, *bosses))
    return Roster(tuple(draw(st.permutations(people))))


some_scopes = st.frozensets(st.sampled_from(Scope), min_size=1, max_size=3)


@st.composite
def who_rates_whom(draw: st.DrawFn) -> tuple[Scheme, Roster, dict[str, set[tuple[str, str]]]]:
    """A scheme with any scopes, a roster, and some recused pairs by tier."""
    scheme = draw(schemes())
    tiers = tuple(replace(t, scopes=draw(some_scopes)) for t in scheme.tiers)
    scheme = replace(scheme, tiers=tiers, self_rating=draw(st.booleans()))
    people = draw(rosters())
    codes = st.sampled_from([p.code for p in people])
    pairs = st.sets(st.tuples(codes, codes), max_size=6)
    return scheme, people, {tier.key: draw(pairs) for tier in tiers}
