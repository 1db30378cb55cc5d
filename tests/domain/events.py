"""Events of every class, by hypothesis."""

from typing import Any

from hypothesis import strategies as st

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.domain.entries.entries import (
    ExemptionKind,
)
from kaohe_tui.domain.entries.figures import of_section
from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.domain.record.events import Event, Registered, RosterChanges
from kaohe_tui.domain.record.fields import lines, values
from kaohe_tui.domain.record.fields.contents import Content
from kaohe_tui.domain.record.fields.understood import Understood, UnderstoodOf
from kaohe_tui.domain.record.kinds import access, entry_files
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.tasks.task import TaskState, Verdict

HASH = "0123456789abcdef" * 4
_TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9)
_NAME = _TEXT.filter(lambda text: not set(text) & set(":>/;|"))
_CODE = st.integers(0, 99).map("s{}".format)
_COUNT = st.integers(0, 10**6)
_DAY = st.dates()
_MARKS = st.lists(st.integers(0, 99), min_size=1, max_size=5).map(lambda of: " ".join(map(str, of)))
_PARTS = st.dictionaries(st.integers(0, 20), _COUNT, max_size=2)
_CONTENT = st.builds(
    Content,
    st.dictionaries(_CODE, st.tuples(st.none() | _COUNT, _COUNT), max_size=2),
    st.frozensets(_CODE, max_size=2),
    st.dictionaries(
        _CODE, st.dictionaries(st.integers(0, 20), _PARTS, min_size=1, max_size=2), max_size=2
    ),
)
_ONE_OR_MORE = st.lists(_CODE, min_size=1, max_size=3).map(tuple)
_PEOPLE = st.just(()) | _ONE_OR_MORE
_LINE = st.builds(
    Person,
    _CODE,
    _TEXT,
    _TEXT,
    st.sampled_from(Role),
    st.lists(_CODE, max_size=2).map(tuple),
    _TEXT,
    _TEXT,
    _TEXT,
)
STRATEGIES: dict[Any, st.SearchStrategy[Any]] = {
    values.Text: _NAME,
    access.Purpose: _NAME,
    values.Rest: st.just("") | _NAME,
    lines.LineOfText: _NAME,
    lines.Level: st.just("") | _NAME,
    lines.OfMatter: st.just("") | _NAME,
    lines.GivenPoints: st.sampled_from(["", "2.5"]),
    lines.AbsenceKind: st.just("") | _CODE,
    values.Digest: st.just(HASH),
    values.DigestBefore: st.sampled_from(["", HASH]),
    values.Period: _CODE,
    values.Tier: _CODE,
    values.Tiers: _ONE_OR_MORE,
    values.Person: _CODE,
    values.Whose: _CODE | _CODE.map(of_section),
    values.Word: _CODE,
    values.Handler: _TEXT,
    values.Indicator: _CODE,
    values.Rule: _CODE,
    values.Number: _COUNT,
    values.Revision: st.just("0004"),
    values.Missing: _COUNT,
    values.Owed: st.dictionaries(_CODE | st.just(""), _COUNT),
    values.Ballots: _COUNT,
    values.Ratings: st.none() | _COUNT,
    entry_files.Adjustments: _COUNT,
    entry_files.Absences: _COUNT,
    entry_files.Recusals: _COUNT,
    values.TaskCount: _COUNT,
    values.People: _COUNT,
    values.OneTimeCodes: _COUNT,
    values.Cells: _COUNT,
    values.Times: _COUNT,
    values.HalfDays: _COUNT,
    values.Mark: st.integers(0, 1000),
    values.MaybeMark: st.none() | st.integers(0, 1000),
    values.Cell: st.none() | st.integers(0, 1000),
    values.Part: st.none() | st.integers(1, 20),
    values.FormsNow: st.tuples(_COUNT, _COUNT),
    values.FormsBefore: st.none() | st.tuples(_COUNT, _COUNT),
    values.Said: st.dictionaries(_CODE, _CONTENT, max_size=2),
    values.BroughtIn: st.dictionaries(
        _CODE, st.dictionaries(_CODE, _PEOPLE, max_size=2), max_size=2
    ),
    UnderstoodOf: st.builds(
        Understood,
        _TEXT,
        st.tuples(_COUNT, _COUNT),
        st.lists(_TEXT, max_size=2).map(tuple),
        st.lists(_COUNT, max_size=2).map(tuple),
    ),
    values.Changes: st.builds(RosterChanges, _PEOPLE, _PEOPLE, _PEOPLE),
    values.NoticeBefore: st.none() | st.tuples(_COUNT, st.just(HASH)),
    values.Day: _DAY,
    values.DayAfter: st.none() | _DAY,
    values.DutyOf: st.sampled_from(Duty),
    values.Exempted: st.sampled_from(ExemptionKind),
    values.State: st.sampled_from(TaskState),
    values.VerdictOf: st.sampled_from(Verdict),
    values.VerdictBefore: st.sampled_from(Verdict),
    values.Kind: st.sampled_from(MatterKind),
    values.Matter: st.builds(
        Registered, _CODE, _CODE, st.sampled_from(MatterKind), _DAY, _DAY, st.text(max_size=9)
    ),
    values.Found: st.lists(st.lists(_NAME, min_size=2, max_size=4).map(tuple), max_size=3).map(
        tuple
    ),
    values.Standing: st.sampled_from(["handed_in", "keyed"]),
    values.Line: _LINE,
    values.LineChange: st.tuples(_LINE, _LINE),
    values.Dropped: _COUNT,
    values.CameBack: st.booleans(),
    values.ByCode: st.booleans(),
}
_OF_VALUE = {id(kind.__metadata__[0]): strategy for kind, strategy in STRATEGIES.items()}


def made(event: type[Event]) -> st.SearchStrategy[Event]:
    """Events of that class."""
    fields = {name: _OF_VALUE[id(value)] for name, value in event.values.items()}
    if "marks" in fields:
        fields["marks"] = _MARKS
    return st.builds(event, **fields)
