"""Tell the sections that no cell names: from group headings, or from the line above.

Both are asked about first. Rule: docs/files.md, "What is doubtful".
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kaohe_tui.domain.rules.people import Person, Role, with_code
from kaohe_tui.domain.text import few
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.files.tables.lines import LeftOut
from kaohe_tui.files.tables.row_kinds import RowKind
from kaohe_tui.words import _

_NONE = "-"
"""The answer that they belong to no section."""
_GROUPS = "groups"
"""The answer that group headings are the sections."""
_ABOVE = "above"
"""The answer that a section holds for the lines below it too."""
_MANY = 3
"""Of so many people one without a section lets it pass for written once for several lines."""
_NUMBER = re.compile(r"\s*[(（\[]?[一二三四五六七八九十\d]{1,3}[)）\]、.．]\s*")
_COUNT = re.compile(r"\s*[(（\[]?(?:共|计)?\s*\d+\s*人[)）\]]?\s*$")
_SECTION = re.compile(".*[科室股处部所站队组局院系办]|.*中心")
"""How names of sections end."""


class Sections:
    """The sections of the people of a file, where cells do not say all of them."""

    def __init__(
        self, lines: Mapping[str, Line], left: Sequence[LeftOut], choices: Choices
    ) -> None:
        """Begin.

        Args:
            lines: code -> the line of each person.
            left: the lines that were left out.
            choices: what was answered before.
        """
        self.doubts: list[Doubt] = []
        self._lines = lines
        self._groups = [each for each in left if each.kind is RowKind.GROUP]
        self._choices = choices

    def told(self, people: Sequence[Person]) -> list[Person]:
        """Return the people with the sections that were answered or proposed."""
        if any(each.section for each in people):
            self._ask_for_leaders(people)
            return self._from_above(people)
        if self._groups and people:
            return self._from_groups(people)
        return list(people)

    def _from_groups(self, people: Sequence[Person]) -> list[Person]:
        """Ask whether group headings are the sections of those below them."""
        names = [_COUNT.sub("", _NUMBER.sub("", each.text, count=1)) for each in self._groups]
        at = [each.line for each in self._groups]
        is_likely = any(map(_SECTION.fullmatch, names))
        listed = few([_("“{name}”").format(name=shown(name)) for name in dict.fromkeys(names)])
        doubt = Doubt(
            "groups",
            _("No cell has a section; are the group headings the sections: {names}?").format(
                names=listed
            ),
            (
                Option(_GROUPS, _("yes, they are the sections")),
                Option(_NONE, _("no, there are no sections")),
            ),
            _GROUPS if is_likely else _NONE,
        )
        self.doubts.append(doubt)
        if self._choices.answer(doubt) != _GROUPS:
            return list(people)
        return [
            replace(each, section=names[above - 1])
            if (above := bisect_left(at, self._lines[each.code].row.line))
            else each
            for each in people
        ]

    def _ask_for_leaders(self, people: Sequence[Person]) -> None:
        """Ask about leaders without a section where most of them have one.

        They stand for the whole bureau, and mostly have none.
        """
        leaders = [each for each in people if each.role in (Role.LEADER, Role.HEAD)]
        bare = [each for each in leaders if not each.section]
        if bare and len(bare) * 2 < len(leaders):
            self._ask("sections of leaders", bare, (), _NONE)

    def _from_above(self, people: Sequence[Person]) -> list[Person]:
        """Ask about members without a section where others have one."""
        members = [each for each in people if each.role in (Role.STAFF, Role.MIDDLE)]
        without = [each for each in members if not each.section]
        if not without or len(without) == len(members):
            return list(people)
        above = dict(self._above(people))
        may_be_above = all(above.get(each.code) for each in without)
        options = (Option(_ABOVE, _("to the section above them")),) if may_be_above else ()
        is_above = may_be_above and len(without) * _MANY >= len(members)
        answer = self._ask("sections", without, options, _ABOVE if is_above else _NONE)
        if answer != _ABOVE:
            return list(people)
        codes = {each.code for each in without}
        return [
            replace(each, section=above[each.code]) if each.code in codes else each
            for each in people
        ]

    def _above(self, people: Sequence[Person]) -> Iterator[tuple[str, str]]:
        """Yield each code with the section that stands last among members up to there."""
        section = ""
        for each in people:
            if each.role in (Role.STAFF, Role.MIDDLE):
                section = each.section or section
                yield each.code, section

    def _ask(
        self, key: str, people: Sequence[Person], more: Sequence[Option], proposed: str
    ) -> str:
        names = few([*map(with_code, people)])
        question = _("No section: {names}; do they belong to none?").format(names=names)
        options = (Option(_NONE, _("they belong to none")), *more)
        doubt = Doubt(key, question, options, proposed)
        self.doubts.append(doubt)
        return self._choices.answer(doubt)
