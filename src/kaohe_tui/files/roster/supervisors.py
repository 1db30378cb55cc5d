"""Read who supervises whom: by code, or by a name that is one person's.

Rule: docs/files.md, "Roster".
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Role, perhaps, role_name
from kaohe_tui.domain.rules.scheme.scheme import RoleWords
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.roster.role_words import guess_role
from kaohe_tui.files.sheets.odd_cells import fault_of_code
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.words import N_, _

_BETWEEN = re.compile("[;；、,，/／]")
_NOBODY = re.compile("[/／\\\\—–-]+|无|没有|none", re.IGNORECASE)
"""What is written where nobody supervises."""
_NOTED = re.compile(r"[(（].*[)）]\s*$")
"""A note behind a name (挂职)."""
_BOTH = re.compile(r"([A-Za-z0-9_-]{1,20})\s*[(（ ]?\s*([^\sA-Za-z0-9()（）]+)[)）]?")
_BOTH_TURNED = re.compile(r"([^\sA-Za-z0-9()（）]+)\s*[(（ ]?\s*([A-Za-z0-9_-]{1,20})[)）]?")


@dataclass
class Supervisors:
    """The people of a file, by whom their supervisors can be named."""

    people: Sequence[Person]
    """Everybody in the file, supervisors not yet read."""
    choices: Choices
    """What was answered before."""
    words: RoleWords
    """The unit's own words for roles."""
    doubts: dict[str, Doubt] = field(default_factory=dict)
    """What is doubtful, by its key."""

    def __post_init__(self) -> None:
        """Index the people by code and by name."""
        self._by_code = {person.code: person for person in self.people}
        self._by_name: dict[str, list[Person]] = {}
        self._by_bare_name: dict[str, list[Person]] = {}
        for person in self.people:
            self._by_name.setdefault(name_key(person.name), []).append(person)
            bare = name_key(_NOTED.sub("", person.name))
            self._by_bare_name.setdefault(bare, []).append(person)

    def of(self, line: Line, code: str) -> tuple[str, ...]:
        """Return the codes of the supervisors in a line.

        Args:
            line: the line.
            code: whose line it is.

        Raises:
            Refusal: when somebody is not in the roster, or supervises themselves.
        """
        codes = [self._one(line, part) for part in self._parts(line)]
        if code in codes:
            raise line.fault(
                "supervisors",
                "own-supervisor",
                N_("{name} ({code}) cannot be their own supervisor."),
                name=self._by_code[code].name,
                code=code,
            )
        return tuple(dict.fromkeys(codes))

    def _parts(self, line: Line) -> Iterator[str]:
        for text in line.parts("supervisors"):
            # A whole cell first, for “/” alone means nobody and separates others.
            if _NOBODY.fullmatch(text):
                continue
            for part in _BETWEEN.split(text):
                if part.strip():
                    yield part.strip()

    def _one(self, line: Line, text: str) -> str:
        """Return the code of one supervisor.

        What is somebody's code is no name, even where the code stands in for the name.
        """
        code = unicodedata.normalize("NFKC", text).strip()
        if code in self._by_code:
            return code
        if named := self._by_name.get(name_key(text)):
            return named[0].code if len(named) == 1 else self._which(line, text, named)
        if both := self._both(line, text) or self._with_post(text):
            return both
        if fault := fault_of_code(text, typed=bool(line.row.sheet)):
            raise line.fault("supervisors", "code-changed", fault)
        if bare := [each for each in self.people if _bare(each.code) == _bare(code) != ""]:
            return self._without_zeros(line, text, bare)
        if code.isascii():
            line.as_code("supervisors", text)
        nobody = N_(
            "Nobody in the roster has the code or the name “{code}”; correct it or add the person."
        )
        unknown = Refusal("person-unknown", nobody, code=shown(text))
        raise line.placed("supervisors", unknown.followed_by(perhaps(code, self._by_code)))

    def _both(self, line: Line, text: str) -> str:
        """Return the code where a code and its name stand together; refuse another's name."""
        first, turned = _BOTH.fullmatch(text), _BOTH_TURNED.fullmatch(text)
        for code, name in filter(
            None, (first and first.groups(), turned and turned.groups()[::-1])
        ):
            person = self._by_code.get(code)
            if person is None:
                continue
            if name_key(person.name) == name_key(name):
                return code
            raise line.fault(
                "supervisors",
                "name-not-of-code",
                N_("code {code} is {name}, not {other}; correct the code or the name."),
                code=code,
                name=person.name,
                other=shown(name),
            )
        return ""

    def _with_post(self, text: str) -> str:
        """Return the code of the one whose name, without a note behind it, begins a text.

        What is behind it has to be a post or in brackets (沈玉兰副局长); empty where nobody is.
        """
        key = name_key(_NOTED.sub("", text))
        codes = {
            person.code
            for end in range(1, len(key) + 1)
            if end == len(key) or guess_role(key[end:])
            for person in self._by_bare_name.get(key[:end], ())
        }
        return codes.pop() if len(codes) == 1 else ""

    def _which(self, line: Line, text: str, named: Sequence[Person]) -> str:
        """Return the code of one of several people of a name, as answered or as proposed."""
        leaders = [each for each in named if each.role in (Role.LEADER, Role.HEAD)]
        proposed = leaders[0].code if len(leaders) == 1 else ""
        question = _("{cell} ({who}): {count} people are named {name}; which one?").format(
            cell=line.cell("supervisors"), who=line.person(), count=len(named), name=shown(text)
        )
        options = tuple(Option(each.code, self._label(each)) for each in named)
        doubt = Doubt(f"supervisor {name_key(text)}", question, options, proposed)
        return self._answered(doubt) or named[0].code

    def _without_zeros(self, line: Line, text: str, bare: Sequence[Person]) -> str:
        """Return the code that differs in leading zeros alone, as answered or as proposed."""
        question = _("{cell} ({who}): nobody has the code {code}; who is meant?").format(
            cell=line.cell("supervisors"), who=line.person(), code=shown(text)
        )
        options = tuple(Option(each.code, self._label(each)) for each in bare)
        proposed = bare[0].code if len(bare) == 1 else ""
        return self._answered(Doubt(f"supervisor {text}", question, options, proposed)) or (
            bare[0].code
        )

    def _answered(self, doubt: Doubt) -> str:
        doubt = self.doubts.setdefault(doubt.key, doubt)
        return self.choices.answer(doubt)

    def _label(self, person: Person) -> str:
        role = role_name(person.role, self.words)
        parts = (person.code, person.name, person.section, role)
        return " ".join(part for part in parts if part)


def _bare(code: str) -> str:
    return code.lstrip("0") if code.isdigit() else ""
