"""Read who supervises whom: by code, or by a name that is one person's.

Rule: docs/files.md, "Roster".
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Role, perhaps, role_name
from kaohe_tui.domain.rules.scheme.scheme import RoleWords
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.roster.role_words import begins_with_post, guess_role
from kaohe_tui.files.sheets.odd_cells import fault_of_code
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.words import N_, _

_BETWEEN = re.compile("[;；、,，/／]")
_MAY_BE_BETWEEN = re.compile(r"\s+|[\\\\＼+＋|｜&＆·。.和及与]")
"""What else stands between supervisors: read so where what is on both sides is somebody's."""
_MOST = 6
"""Signs in one cell that may be between supervisors; a cell with more is a sentence."""
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
        codes = [
            self._one(line, each) for part in self._parts(line) for each in self._several(part)
        ]
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

    def _several(self, text: str) -> Sequence[str]:
        """Return the supervisors that a text without a usual sign between them names.

        A text that is one person's name or code is not parted (李和平); one of which a part is
        nobody's is returned whole, to be refused.
        """
        if self._is_somebody(text) or [*self._with_code(text)]:
            return [text]
        signs = [*_MAY_BE_BETWEEN.finditer(text)][:_MOST]
        for count in range(1, len(signs) + 1):
            for chosen in combinations(signs, count):
                ends = [*(each.start() for each in chosen), len(text)]
                begins = [0, *(each.end() for each in chosen)]
                parts = [text[a:b].strip() for a, b in zip(begins, ends, strict=True)]
                if all(self._is_somebody(part) or self._with_post(part) for part in parts):
                    return parts
        return [text]

    def _is_somebody(self, text: str) -> bool:
        """Return whether a text is somebody's code, or name, or both of them, and nothing else."""
        code = unicodedata.normalize("NFKC", text).strip()
        return (
            code in self._by_code
            or name_key(text) in self._by_name
            or any(name_key(each.name) == name_key(name) for each, name in self._with_code(text))
        )

    def _with_code(self, text: str) -> Iterator[tuple[Person, str]]:
        """Yield whose code stands in a text, and the name that stands beside it."""
        first, turned = _BOTH.fullmatch(text), _BOTH_TURNED.fullmatch(text)
        for match in filter(None, (first and first.groups(), turned and turned.groups()[::-1])):
            if match[0] in self._by_code:
                yield self._by_code[match[0]], match[1]

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
        names = any(key in name_key(text) for key in self._by_name)
        if code.isascii() and not (names or _MAY_BE_BETWEEN.search(code)):
            line.as_code("supervisors", text)
        nobody = N_(
            "Nobody in the roster has the code or the name “{code}”; correct it or add the person."
        )
        unknown = Refusal("person-unknown", nobody, code=shown(text))
        hint = perhaps(code, self._by_code)
        if not hint and (names or _MAY_BE_BETWEEN.search(text)):
            hint = _("Between several people write one of these: ; , 、 / or a line break.")
        raise line.placed("supervisors", unknown.followed_by(hint))

    def _both(self, line: Line, text: str) -> str:
        """Return the code where a code and its name stand together; refuse another's name."""
        for person, name in self._with_code(text):
            if name_key(person.name) == name_key(name):
                return person.code
            raise line.fault(
                "supervisors",
                "name-not-of-code",
                N_("code {code} is {name}, not {other}; correct the code or the name."),
                code=person.code,
                name=person.name,
                other=shown(name),
            )
        return ""

    def _with_post(self, text: str) -> str:
        """Return the code of the one whose name, without a note behind it, begins a text.

        What is behind it has to be a post or in brackets (沈玉兰副局长); empty where nobody is, or
        where somebody else may be named there too.
        """
        bare = _NOTED.sub("", text).strip()
        codes = {
            person.code
            for end in range(1, len(bare) + 1)
            for person in self._by_bare_name.get(name_key(bare[:end]), ())
            if not bare[end - 1].isspace() and self._is_post(bare[end:])
        }
        return codes.pop() if len(codes) == 1 else ""

    def _is_post(self, text: str) -> bool:
        """Return whether a text behind a name is a post, or several, and nobody else's name."""
        key = name_key(text)
        if not key:
            return True
        apart = _MAY_BE_BETWEEN.split(text)[1:]
        is_named = any(name in key for name in self._by_name)
        return bool(guess_role(key)) and not is_named and all(map(begins_with_post, apart))

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
