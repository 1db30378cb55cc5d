"""Read the unit's own words for roles, and roles in any word. Rule: docs/files.md."""

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import RoleWords
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.words import folded, role_of, role_words
from kaohe_tui.files.toml.fields import Fields, first_twice
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_


def own_words(root: Fields) -> RoleWords:
    """Return the words under ``[roles]``; refuse one that could mean two roles.

    Args:
        root: the whole file.
    """
    fields = root.one("roles")
    if fields is None:
        return {}
    fields.only(*Role)
    words: dict[Role, tuple[str, ...]] = {}
    # In the file's order, so that of two equal words the second is refused.
    order = list(fields.values)
    named = filter(fields.has, Role)
    for role in sorted(named, key=lambda role: order.index(fields.written(role))):
        own = _words(fields, role)
        for word in own:
            if fault := fault_of_word(word, role, words):
                raise fields.placed(role, fault)
        words[role] = own
    return words


def fault_of_word(word: str, role: Role, words: RoleWords) -> Refusal | None:
    """Return why a word cannot mean a role; None where it can, or does already.

    Args:
        word: cleaned.
        role: what it is to mean.
        words: the unit's words before.
    """
    if not folded(word):
        return Refusal("value-missing", N_("This must not be empty."))
    usual, other = role_of(word), role_of(word, words)
    if usual not in (None, role):
        return Refusal(
            "role-word-usual",
            N_("“{word}” is the usual word for {role}; choose another word here."),
            word=shown(word),
            role=str(usual),
        )
    if other not in (None, role):
        return Refusal(
            "role-word-twice",
            N_("“{word}” already means {role}; a word can mean one role only, so drop one."),
            word=shown(word),
            role=str(other),
        )
    return None


def listed_roles(fields: Fields, key: str, words: RoleWords) -> frozenset[Role]:
    """Return one or more roles, from a list of usual words and of the unit's own.

    Args:
        fields: the table.
        key: the list's key.
        words: the unit's own.
    """
    fields.require(key)
    return frozenset(role_named(fields, key, text, words) for text in _texts(fields, key))


def _words(fields: Fields, role: Role) -> tuple[str, ...]:
    """Return the words of a role: one text, or a list."""
    if not isinstance(fields.get(role), list):
        return (fields.text(role),)
    words = _texts(fields, role)
    if repeated := first_twice([folded(word) for word in words]):
        raise fields.fault(
            role, "value-twice", N_("“{value}” appears here twice."), value=shown(repeated)
        )
    return words


def _texts(fields: Fields, key: str) -> tuple[str, ...]:
    texts = fields.texts(key)
    if not texts:
        raise fields.fault(key, "list-empty", N_("The list is empty; name at least one."))
    return texts


def role_named(fields: Fields, key: str, text: str, words: RoleWords) -> Role:
    """Return the role of a word, a usual one or the unit's own; ``key`` is where it stands."""
    role = role_of(text, words)
    if role is None:
        raise fields.fault(
            key,
            "value-unknown",
            N_("“{value}” is unknown here; choose from: {words}."),
            value=shown(text),
            words=listed(role_words(words)),
        )
    return role
