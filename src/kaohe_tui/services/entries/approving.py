"""Say who approves an entry, and take a text that must not be empty."""

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.text import clean, name_key
from kaohe_tui.words import N_, _


def approver(roster: Roster, concerned: Person | None, by: str) -> str:
    """Return the name of the person who approves an entry.

    Args:
        roster: everybody.
        concerned: whom the entry is on; None where it is on a section.
        by: who approves, by code or name.

    Refused are the person concerned, a namesake of that person by name alone, and a name that
    several people have.
    """
    by = needed(by, "approver-missing", N_("Say who approves."))
    if by in roster:
        own, name = concerned is not None and by == concerned.code, roster[by].name
    else:
        own = concerned is not None and name_key(by) == name_key(concerned.name)
        name = by
        codes = [person.code for person in roster if name_key(person.name) == name_key(by)]
        if not own and len(codes) > 1:
            raise Refusal(
                "name-ambiguous",
                N_("{count} people are named {name}; give the code: {codes}."),
                count=len(codes),
                name=by,
                codes=_(", ").join(codes),
            )
    if own and concerned:
        raise Refusal(
            "self-approval",
            N_("{name} cannot approve an entry about {name}: name somebody else, by code."),
            name=roster.called(concerned),
        )
    return name


def needed(text: str, code: str, message: str) -> str:
    """Return the text cleaned; refuse it, see ``Refusal``, where nothing is left."""
    text = clean(text)
    if not text:
        raise Refusal(code, message)
    return text
