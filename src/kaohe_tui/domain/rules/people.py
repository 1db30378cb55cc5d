"""Hold the people of an assessment and their roles."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import name_key
from kaohe_tui.domain.width import cell_width, cut
from kaohe_tui.words import N_, _


class Role(StrEnum):
    """A person's position (层级), in the order in which classes are listed."""

    STAFF = "staff"
    """Staff (一般人员)."""
    MIDDLE = "middle"
    """Middle managers (中层干部)."""
    LEADER = "leader"
    """Supervising leaders (分管领导)."""
    HEAD = "head"
    """The head (主要负责人): scored, never ranked or graded."""
    GUEST = "guest"
    """Outside raters (外部评分人): they rate, and are rated by nobody."""
    UNIT = "unit"
    """Sections (科室) that are rated themselves: they rate nobody, and are no people."""

    @property
    def label(self) -> str:
        """The role's name in the language in use."""
        return _(_ROLE_NAMES[self])


_ROLE_NAMES = {
    Role.STAFF: N_("staff"),
    Role.MIDDLE: N_("middle managers"),
    Role.LEADER: N_("supervising leaders"),
    Role.HEAD: N_("head"),
    Role.GUEST: N_("outside raters"),
    Role.UNIT: N_("sections rated"),
}


def role_name(role: Role, words: Mapping[Role, tuple[str, ...]]) -> str:
    """Return the word by which a role is shown: the unit's first for it, or the usual one."""
    own = words.get(role)
    return own[0] if own else role.label


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the roster."""

    code: str
    """Unique in the roster; what files and commands name a person by."""
    name: str
    """As written; need not be unique; never markup."""
    section: str
    """Name of the section; empty for none: two people without one do not share it."""
    role: Role
    """The position, which decides who rates whom and the class one is ranked in."""
    supervisors: tuple[str, ...] = ()
    """Codes of the supervising leaders (分管领导)."""
    identity: str = ""
    """Kind of employment (公务员, 事业单位 …), which decides the names of grades; may be empty."""
    clerk_note: str = ""
    """The clerk's note on the person; empty for none."""
    spelling: str = ""
    """Space-separated pinyin keys that find the person, made once when the roster is read."""
    groups: tuple[str, ...] = ()
    """Keys of the groups (组别) that the roster gives the person; others follow from criteria."""


def shared_names(people: Iterable[Person]) -> frozenset[str]:
    """Return the names several people have, as keys for comparison (``text.name_key``)."""
    return shared(person.name for person in people)


def shared(names: Iterable[str]) -> frozenset[str]:
    """Return the names that occur several times, as keys for comparison."""
    counts = Counter(map(name_key, names))
    return frozenset(name for name, count in counts.items() if count > 1)


def called(person: Person, shared: frozenset[str]) -> str:
    """Return the name, with the code behind it where it is one of the ``shared_names``."""
    # Nearly always nobody shares a name: then no name is looked at.
    if not shared or name_key(person.name) not in shared:
        return person.name
    return f"{person.name} {person.code}"


def with_code(person: Person) -> str:
    """Return the name with the code in brackets: the brackets of the language."""
    return _("{name} ({code})").format(name=person.name, code=person.code)


def with_section(name: str, section: str) -> str:
    """Return a person's name with the section in brackets: the brackets of the language.

    Args:
        name: as the person is called.
        section: empty for none.
    """
    return _("{name} ({section})").format(name=name, section=section or "–")


def named(person: Person, shared: frozenset[str], most: int) -> str:
    """Cut the name to at most ``most`` cells; the code behind a shared name stays whole."""
    if called(person, shared) == person.name:
        return cut(person.name, most)
    return f"{cut(person.name, most - cell_width(person.code) - 1)} {person.code}"


COLUMNS = {
    "code": N_("Code"),
    "name": N_("Name"),
    "section": N_("Section"),
    "role": N_("Role"),
    "supervisors": N_("Supervising leaders"),
    "identity": N_("Identity"),
    "groups": N_("Groups"),
    "clerk_note": N_("Note"),
}
"""The columns of a roster, each an attribute of ``Person``, and what it is called; messages."""


def perhaps(code: str, known: Iterable[str]) -> str:
    """Ask for the one code that differs in leading zeros alone; empty where there is none."""
    bare = unicodedata.normalize("NFKC", code).strip().lstrip("0")
    codes = [each for each in known if each.lstrip("0") == bare] if bare else []
    return _("Is it {code}?").format(code=codes[0]) if len(codes) == 1 else ""


@dataclass(frozen=True)
class Roster:
    """Everybody, in the order of the roster file; looked up by code."""

    people: tuple[Person, ...]
    """The people, in the order of the roster file."""
    _by_code: Mapping[str, Person] = field(init=False, repr=False, compare=False)
    _shared: list[frozenset[str]] = field(
        init=False, repr=False, compare=False, default_factory=list
    )
    """The names that several people have, once they were asked for."""

    def __post_init__(self) -> None:
        """Index the people by code."""
        object.__setattr__(self, "_by_code", {p.code: p for p in self.people})

    def __iter__(self) -> Iterator[Person]:
        return iter(self.people)

    def __len__(self) -> int:
        return len(self.people)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Person:
        return self._by_code[code]

    def find(self, code: str) -> Person:
        """Return the person who has a code.

        Raises:
            Refusal: when nobody has it; where it lacks no more than a leading zero, it asks so.
        """
        if code not in self._by_code:
            nobody = N_("Nobody in the roster has code “{code}”.")
            unknown = Refusal("person-unknown", nobody, code=code)
            raise unknown.followed_by(perhaps(code, self._by_code))
        return self._by_code[code]

    def called(self, person: Person) -> str:
        """Return the person's name, with the code behind it where another shares the name."""
        if not self._shared:
            self._shared.append(shared_names(self.people))
        return called(person, self._shared[0])

    def with_line(self, person: Person) -> "Roster":
        """Return the roster with a person's line: last, or in the place of that with the code."""
        return Roster(tuple({**self._by_code, person.code: person}.values()))

    def of_roles(self, roles: Iterable[Role]) -> tuple[Person, ...]:
        """List the people who have one of the roles, in roster order."""
        chosen = frozenset(roles)
        return tuple(p for p in self.people if p.role in chosen)
