"""Read groups of people, and classes in any word: roles and groups. Rule: docs/files.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.classes import ByClass, Group, Number
from kaohe_tui.domain.rules.scheme.scheme import RoleWords
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.scheme import checks, roles
from kaohe_tui.files.tables.words import folded, role_of, role_words
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes that a scheme's file may name."""

    words: RoleWords
    """The unit's own words for roles."""
    groups: Sequence[Group] = ()
    """The groups."""

    def listed(self, fields: Fields, key: str) -> frozenset[str]:
        """Return one or more classes from a list of words for roles, and groups' keys or names."""
        fields.require(key)
        texts = fields.texts(key)
        if not texts:
            raise fields.fault(key, "list-empty", N_("The list is empty; name at least one."))
        return frozenset(self._of(fields, key, text) for text in texts)

    def number(self, fields: Fields, key: str) -> Number:
        """Return a number more than 0, or a table of them by class."""
        table = fields.one(key) if isinstance(fields.get(key), dict) else None
        if table is None:
            return fields.positive(key)
        if not table.values:
            raise fields.fault(key, "list-empty", N_("The list is empty; name at least one."))
        known: dict[str, Fields] = {}
        for text in table.values:
            one = self._of(table, text, text)
            if one in known:
                twice = N_("“{value}” appears here twice.")
                raise table.fault(text, "value-twice", twice, value=shown(text))
            known[one] = table
        texts = zip(known, table.values, strict=True)
        return ByClass(tuple((one, table.positive(text)) for one, text in texts))

    def _of(self, fields: Fields, key: str, text: str) -> str:
        """Return a role or a group's key."""
        if role := role_of(text, self.words):
            return role.value
        for group in self.groups:
            if folded(text) in (folded(group.key), folded(group.name)):
                return group.key
        raise fields.fault(
            key,
            "value-unknown",
            N_("“{value}” is unknown here; choose from: {words}."),
            value=shown(text),
            words=listed([*role_words(self.words), *(group.name for group in self.groups)]),
        )


def groups(root: Fields, words: RoleWords) -> tuple[Group, ...]:
    """Return the groups under ``[[groups]]``, in order; refuse one that has a role's name.

    Args:
        root: the whole file.
        words: the unit's own words for roles.
    """
    known = tuple(_groups(root, words))
    checks.unique(root, "groups", "key", [each.key for each in known])
    checks.unique(root, "groups", "name", [each.name for each in known])
    return known


def _groups(root: Fields, words: RoleWords) -> Iterator[Group]:
    for fields in root.many("groups"):
        fields.only("key", "name", "roles", "sections", "identity")
        group = Group(
            key=fields.key(),
            name=fields.text("name"),
            roles=roles.listed_roles(fields, "roles", words)
            if fields.has("roles")
            else frozenset[Role](),
            sections=frozenset(map(name_key, fields.texts("sections"))),
            identity=frozenset(fields.texts("identity")),
        )
        for key, text in (("key", group.key), ("name", group.name)):
            if (role := role_of(text, words)) is not None:
                raise fields.fault(
                    key,
                    "group-is-role",
                    N_("“{word}” already means {role}; a group needs another word."),
                    word=shown(text),
                    role=str(role),
                )
        yield group
