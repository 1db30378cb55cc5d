"""Read words for a person's role and groups; guess what a post (科长) stands for, to be asked.

Rule: docs/files.md, "Roster".
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.classes import Group
from kaohe_tui.domain.rules.scheme.scheme import RoleWords, Scheme
from kaohe_tui.domain.text import few
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.damaged_names import fault_of_words
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.files.tables.words import folded, guesses, role_of
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_, _, _n

_BESIDE = re.compile(r"[、/／,，;；+＋\s]+|兼(?!职)")
"""What stands between several posts of one person."""
_GROUPS = re.compile(r"[;；、,，/／\n]")
"""What stands between several groups of one person."""
_BRACKETS = re.compile(r"[(（\[].*[)）\]]")
_RANK = re.compile("调研员|科员|[一二三四]级|[正副]?[科处股]级")
"""Ranks that stand beside a post and say nothing about it."""
_ONLY_RANK = re.compile("[一二三四]级(?:主任)?科员|[一二三四]级(?:巡视员|调研员)|[正副]?[科处股]级")
_OF_SECTION = re.compile(
    r".+?[科股处室部所站队局院校心](副?(?:[科股处部所站队局院校组]长|主任|负责人)|科员|办事员|干事|职员|工作人员)"
    r"|.*[^副](副?[科股处]长)"
)
"""A post with the name of its section before it (人事科科长)."""


def guess_role(word: str) -> Role | None:
    """Return the role that a post may stand for; None where nothing tells.

    It is a guess, never taken without being shown.
    """
    key = folded(word)
    for role, pattern in guesses().items():
        if re.search(pattern, key):
            return Role(role)
    return None


def begins_with_post(text: str) -> bool:
    """Return whether a text begins with a post, and so with nobody's name; an empty one does."""
    posts = "|".join(guesses().values())
    return not text or re.match(f"(?:常务|第一|兼)?(?:{posts})", folded(text)) is not None


_ROLE = "role "
"""What begins the key of a doubt about words for roles."""
_ONE_BY_ONE = 4
"""Unknown words up to which each is asked about alone."""
_EACH = "-"
"""The answer that words asked about at once are to be asked about one by one."""
_TOGETHER = "|"
"""What stands between words that are asked about at once, in the key of the doubt."""


@dataclass
class Roles:
    """The roles of those in a file whose word names no known one, or who have none."""

    scheme: Scheme
    """The rules, with the unit's own words for roles."""
    choices: Choices
    """What was answered before."""
    has_staff: bool = False
    """Whether a word for staff was read."""
    doubts: list[Doubt] = field(default_factory=list)
    """What is doubtful, once ``settle`` was called."""

    def __post_init__(self) -> None:
        """Begin with nobody."""
        self._words: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._spelt: dict[str, str] = {}
        self._role_of: dict[str, Role] = {}
        self._known: dict[str, Role | None] = {}
        self._posts: dict[str, str] = {}

    def of(self, line: Line) -> Role | None:
        """Return the role that a line's word names; None where it names none, or is empty."""
        text = line.text("role")
        role = self._role(text)
        if text and role is None:
            line.undamaged("role", fault_of_words)
        self.has_staff |= role is Role.STAFF
        return role

    def may_be_role(self, text: str) -> bool:
        """Return whether a text names a role, or may stand for one; a rank (一级科员) does not."""
        is_rank = _ONLY_RANK.fullmatch(text.strip()) is not None
        return self._role(text) is not None or bool(
            text and not is_rank and guess_role(self._post(text))
        )

    def _role(self, text: str) -> Role | None:
        """Return the role that a text names; None where it names none."""
        if text not in self._known:
            words = self.scheme.role_words
            self._known[text] = role_of(text, words) or role_of(self._post(text), words)
        return self._known[text]

    def _post(self, text: str) -> str:
        if text not in self._posts:
            self._posts[text] = post_of(text, self.scheme.role_words) if text else ""
        return self._posts[text]

    def later(self, code: str, name: str, text: str) -> None:
        """Note what is written for somebody whose role is to be asked about."""
        word = self._post(text)
        self._words[code] = self._spelt.setdefault(folded(word), word)
        self._names[code] = name

    def settle(self) -> None:
        """Work out what is asked about, once everybody was read."""
        counts = Counter(filter(None, self._words.values()))
        alone = list(counts)
        for role in Role if len(counts) > _ONE_BY_ONE else ():
            words = [word for word in counts if guess_role(word) is role]
            if len(words) < 2:
                continue
            together = self._together(words, sum(counts[word] for word in words), role)
            self.doubts.append(together)
            if (answer := self.choices.answer(together)) != _EACH:
                self._role_of |= dict.fromkeys(words, Role(answer))
                alone = [word for word in alone if word not in words]
        for word in alone:
            doubt = self._alone(word, counts[word])
            self.doubts.append(doubt)
            self._role_of[word] = Role(self.choices.answer(doubt) or Role.STAFF)
        if blank := [code for code, word in self._words.items() if not word]:
            doubt = self._blank_doubt(blank)
            self.doubts.append(doubt)
            self._role_of[""] = Role(self.choices.answer(doubt) or Role.STAFF)

    def answered(self, code: str) -> Role | None:
        """Return the role answered or proposed for somebody, staff where there is none for now.

        None for somebody whose word is known.
        """
        return self._role_of[self._words[code]] if code in self._words else None

    def _blank_doubt(self, codes: Sequence[str]) -> Doubt:
        """Return the doubt about those for whom no word is written.

        They are staff where nobody is called so; elsewhere a word may have been forgotten.
        """
        names = few(
            [
                _("{name} ({code})").format(name=shown(self._names[code]), code=code)
                for code in codes
            ]
        )
        is_staff = not self.has_staff and Role.STAFF not in self._role_of.values()
        return Doubt(
            role_key(""),
            _("No role is written for {names}; which is it?").format(names=names),
            self._options(),
            Role.STAFF.value if is_staff else "",
        )

    def _alone(self, word: str, count: int) -> Doubt:
        question = _n(
            "“{word}” ({count} person): which role is it?",
            "“{word}” ({count} people): which role is it?",
            count,
        )
        guess = guess_role(word)
        return Doubt(
            role_key(word),
            question.format(word=shown(word), count=count),
            self._options(),
            guess.value if guess else "",
        )

    def _together(self, words: Sequence[str], count: int, role: Role) -> Doubt:
        """Return the doubt about words that may stand for one role."""
        question = _n(
            "{words} ({count} person): which role are they?",
            "{words} ({count} people): which role are they?",
            count,
        )
        listed = few([_("“{name}”").format(name=shown(word)) for word in words])
        return Doubt(
            role_key(_TOGETHER.join(words)),
            question.format(words=listed, count=count),
            (*self._options(), Option(_EACH, _("not all the same"))),
            role.value,
        )

    def _options(self) -> tuple[Option, ...]:
        return tuple(Option(role.value, self.scheme.role_name(role)) for role in Role)


def words_answered(doubts: Iterable[Doubt], choices: Choices) -> dict[str, Role]:
    """Return the words for roles that were answered, each with its role, folded.

    They are what a scheme can keep under ``[roles]``.
    """
    roles: dict[str, Role] = {}
    for doubt in doubts:
        answer = choices.answer(doubt)
        words = doubt.key.removeprefix(_ROLE)
        if words and words != doubt.key and answer in [*Role]:
            roles |= dict.fromkeys(words.split(_TOGETHER), Role(answer))
    return roles


def post_of(text: str, words: RoleWords = MappingProxyType({})) -> str:
    """Return the post that a word for a role comes to.

    That is the word without brackets and without its section (人事科科长 is 科长), and of several
    posts that come to one role the last (党组成员、副局长 is 副局长). Ranks beside a post do not
    count. Posts of unlike roles stay together.

    Args:
        text: the word.
        words: the unit's own words for roles.
    """
    parts = [part for part in _BESIDE.split(_BRACKETS.sub("", text)) if part]
    parts = [part for part in parts if not _RANK.search(part)] or parts[:1] or [text]
    roles = {role_of(part, words) or guess_role(part) for part in parts}
    if len(roles) > 1 or None in roles:
        return text
    match = _OF_SECTION.fullmatch(parts[-1])
    return (match[1] or match[2]) if match else parts[-1]


def role_key(word: str) -> str:
    """Return the key of the doubt about a word."""
    return f"{_ROLE}{folded(word)}".strip()


def groups_of(line: Line, groups: Sequence[Group]) -> tuple[str, ...]:
    """Return the keys of the groups that a line names, sorted.

    Args:
        line: a line of a roster.
        groups: the scheme's.

    Raises:
        Refusal: when it names one that the scheme does not have.
    """
    keys = {folded(text): group.key for group in groups for text in (group.key, group.name)}
    words = [
        word.strip()
        for text in line.parts("groups")
        for word in _GROUPS.split(text)
        if word.strip()
    ]
    for word in words:
        if folded(word) not in keys:
            raise line.fault(
                "groups",
                "group-unknown",
                N_("The scheme has no group “{group}”; it has: {known}. Add it under [[groups]]."),
                group=shown(word),
                known=listed([group.name for group in groups]) or "–",
            )
    return tuple(sorted({keys[folded(word)] for word in words}))
