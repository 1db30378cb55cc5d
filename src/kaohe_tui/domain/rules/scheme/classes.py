"""Hold classes of people: roles, and the groups (组别) that a unit makes beside them."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.text import name_key


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people (组别), of any roles.

    In it is whoever has it in the roster, and whoever meets all the criteria that it has.
    """

    key: str
    """Unique among the groups, and no role's."""
    name: str
    """The group's name."""
    roles: frozenset[Role] = frozenset()
    """The roles that make it; empty for no such criterion."""
    sections: frozenset[str] = frozenset()
    """The sections that make it, as ``name_key`` gives them; empty for no such criterion."""
    identity: frozenset[str] = frozenset()
    """The identities that make it; empty for no such criterion."""

    def has(self, person: Person) -> bool:
        """Return whether the person is in the group."""
        if self.key in person.groups:
            return True
        if not (self.roles or self.sections or self.identity):
            return False
        return (
            (not self.roles or person.role in self.roles)
            and (not self.sections or name_key(person.section) in self.sections)
            and (not self.identity or person.identity in self.identity)
        )


@dataclass(frozen=True, slots=True)
class ByClass:
    """A number for each of some classes."""

    of: tuple[tuple[str, Fraction], ...]
    """Pairs of (role or group's key, number), in the scheme's order."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The roles and groups' keys that have a number."""
        return tuple(each for each, _number in self.of)

    def fitting(self, classes: Collection[str]) -> tuple[str, ...]:
        """Return those of a person's classes that have a number: one, where the scheme is right."""
        return tuple(each for each in self.classes if each in classes)


Number = Fraction | ByClass
"""One number for everybody, or one by class."""


def number_for(number: Number, classes: Collection[str]) -> Fraction:
    """Return the number for a person; 0 where it is by class, and none of the person's has one.

    Args:
        number: the number.
        classes: the person's role and groups' keys.
    """
    if isinstance(number, Fraction):
        return number
    return next((value for each, value in number.of if each in classes), Fraction(0))
