"""Find sections of a roster that may be one, written in two ways. Rule: docs/files.md, "Roster"."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations

from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.roster.spelling import spelling
from kaohe_tui.words import _

_KINDS = re.compile("(科室|科|室|股|处|部|组)$")
"""The kinds of sections, as their names end."""
_NUMBER = re.compile(r"[一二三四五六七八九十\d]+(?=(科室|科|室|股|处|部|组|大队|中队)$)")
"""The number of a section, as 一 in 统计一科."""
_MOST = 300
"""Sections beyond which they are not compared: no bureau has so many."""


def look_alikes(roster: Roster, of: str = "") -> list[str]:
    """Return a sentence for every two sections that look or sound alike.

    They differ in signs, in the word for a section at the end, in a number that only one of them
    has, or in a character that sounds alike; they count as two all the same.

    Args:
        roster: everybody.
        of: the section that is compared with all others; empty to compare each with each.
    """
    names = {person.section for person in roster if person.section}
    sections = sorted(names)[:_MOST]
    forms = {each: frozenset(_each_form(each)) for each in sections}
    return [
        _("“{one}” and “{other}” look alike but count as two sections; is one of them mistyped?")
        .format(one=shown(one), other=shown(other))
        for one, other in combinations(sections, 2)
        if of in ("", one, other)
        and (not forms[one].isdisjoint(forms[other]) or _is_numbered(one, other))
    ]  # fmt: skip


def _is_numbered(one: str, other: str) -> bool:
    """Return whether two sections differ in a number that only one of them has."""
    bare, other_bare = (_NUMBER.sub("", name_key(each)) for each in (one, other))
    return bare == other_bare and bare in (name_key(one), name_key(other))


def _each_form(section: str) -> Iterator[str]:
    """Yield what a section is compared by: letters, letters without the last word, sound."""
    key = name_key(section).casefold()
    letters = "".join(each for each in key if unicodedata.category(each)[0] in "LN")
    yield letters
    if len(letters) > len(_KINDS.sub("", letters)) > 1:
        yield _KINDS.sub("", letters)
    if pinyin := spelling(letters).partition(" ")[0]:
        yield f"sound {len(letters)} {pinyin}"
