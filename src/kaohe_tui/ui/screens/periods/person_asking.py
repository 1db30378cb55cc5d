"""Ask for a line of a roster: what is wrong in one, or all of a new one."""

from collections.abc import Iterable
from dataclasses import replace

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import COLUMNS, Person, Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.roster.typed import typed_person
from kaohe_tui.services.periods.roster_consequences import namesakes
from kaohe_tui.ui.frame.host import Host, Stack
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.words import N_, _

_LISTED = 9
"""Leaders that are listed a line each; further ones share a line."""
_GO_ON, _SOMEBODY = "go_on", ""
_FIELDS = {
    column: COLUMNS[column]
    for column in ("name", "section", "role", "supervisors", "identity", "groups")
}
"""What can be asked for, in the order in which it is; messages."""
_RIGHT = {"name": "甲", "role": Role.STAFF.value}
"""What stands in for what was not asked yet, where a single answer is looked at."""
_QUESTIONS = {
    "name": N_("What is the name?"),
    "section": N_("Which section is {name} in?"),
    "supervisors": N_("Who supervises {name}? Codes with “;” between; empty for nobody."),
    "identity": N_("What identity has {name}? It may be left empty."),
    "groups": N_("Which groups is {name} in? Names with “;” between; empty for none."),
}
"""The question for each column that is typed."""


async def ask_changes(app: Host, roster: Roster, person: Person, scheme: Scheme) -> Person | None:
    """Ask what is wrong in a person's line.

    Args:
        app: the app.
        roster: of the period.
        person: whose line it is.
        scheme: the period's, which says how roles are shown.

    Returns:
        The line as it is to be; None where it stays as it is.

    Raises:
        Refusal: when what was typed cannot stand in a roster.
    """
    others = Roster(tuple(each for each in roster if each.code != person.code))
    line, at = _typed(person), "role"
    while True:
        options = [
            (name, _(label), _field_text(roster, line, name, scheme))
            for name, label in _FIELDS.items()
            if name != "groups" or scheme.groups
        ]
        options.append((_GO_ON, _("Go on"), _("see what follows, then confirm")))
        title = _("What is wrong with {name} ({code})?").format(name=person.name, code=person.code)
        chosen = await app.push_screen_wait(Choose(title, options, at))
        if chosen is None:
            return None
        if chosen == _GO_ON:
            after = typed_person(line, others, groups=scheme.groups)
            # Read by a person: only another name is spelt otherwise.
            return after if after.name != person.name else replace(after, spelling=person.spelling)
        answer = await _ask(app, others, chosen, line, scheme)
        if answer is not None:
            line, at = line | {chosen: answer}, _GO_ON


async def ask_new(app: Host, roster: Roster, later: Roster, scheme: Scheme) -> Person | None:
    """Ask who is missing from a period's roster.

    Args:
        app: the app.
        roster: of the period.
        later: of the periods still to be opened: a person in it need not be typed.
        scheme: the period's, which says how roles are shown.

    Returns:
        The new line; None where nobody is added.

    Raises:
        Refusal: when what was typed cannot stand in a roster.
    """
    known = [each for each in later if each.code not in roster]
    if known:
        options = [(each.code, f"{each.code} {each.name}", each.section) for each in known]
        options.append((_SOMEBODY, _("somebody else"), _("to be typed")))
        chosen = await app.push_screen_wait(Choose(_("Who is missing?"), options))
        if chosen is None:
            return None
        if chosen != _SOMEBODY:
            return later[chosen]
    question = _("What is the new person's code?")
    code = await app.push_screen_wait(Ask(question, take=lambda text: _check_code(roster, text)))
    if code is None:
        return None
    line = {"code": code}
    for name in _FIELDS:
        if name == "groups" and not scheme.groups:
            continue
        answer = await _ask(app, roster, name, line, scheme)
        if answer is None:
            return None
        line[name] = answer
    return typed_person(line, roster, groups=scheme.groups)


async def _ask(
    app: Stack, roster: Roster, field: str, line: dict[str, str], scheme: Scheme
) -> str | None:
    """Ask for one field, as it can stand beside the roster's; return None after Esc."""
    if field == "role":
        roles = [(role.value, scheme.role_name(role), "") for role in Role]
        return await app.push_screen_wait(Choose(_("Which role?"), roles, line.get("role")))
    choices, consequences = _choices(roster, field, scheme)
    person = typed_person(_RIGHT | line, roster, groups=scheme.groups)
    if field == "section" and "section" not in line:
        consequences += namesakes(roster, person)
    return await app.push_screen_wait(
        Ask(
            _(_QUESTIONS[field]).format(name=roster.with_line(person).called(person)),
            choices=choices,
            minimum=1 if field == "name" else 0,
            consequences=consequences,
            # Nobody gets a supervisor or an identity by an Enter too many.
            initial=line.get(field) or (choices[0] if field == "section" and choices else ""),
            take=lambda text: typed_person(
                _RIGHT | line | {field: text}, roster, groups=scheme.groups
            ),
        )
    )


def _check_code(roster: Roster, code: str) -> None:
    """Refuse a code that a new person cannot have."""
    person = typed_person(_RIGHT | {"code": code}, roster)
    if person.code in roster:
        raise Refusal(
            "code-used-twice",
            N_("{name} has the code {code}; give another one, or put that line right."),
            name=roster[person.code].name,
            code=person.code,
        )


def _choices(roster: Roster, field: str, scheme: Scheme) -> tuple[list[str], list[str]]:
    """Return ready answers, and lines about the question.

    Supervisors have no ready ones: codes are digits, which have to be text as they are typed.
    """
    if field == "supervisors":
        leaders = [f"{each.code} {each.name}" for each in roster.of_roles([Role.LEADER, Role.HEAD])]
        rest = [_(", ").join(leaders[_LISTED:])] if leaders[_LISTED:] else []
        return [], [*leaders[:_LISTED], *rest]
    if field == "name":
        return [], []
    if field == "groups":
        return [group.name for group in scheme.groups], []
    return _distinct(getattr(each, field) for each in roster), []


def _distinct(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _typed(person: Person) -> dict[str, str]:
    return {
        "code": person.code,
        "name": person.name,
        "section": person.section,
        "role": person.role.value,
        "supervisors": ";".join(person.supervisors),
        "identity": person.identity,
        "groups": ";".join(person.groups),
        "clerk_note": person.clerk_note,
    }


def _field_text(roster: Roster, line: dict[str, str], field: str, scheme: Scheme) -> str:
    """Return the text of a field, in words."""
    if field == "role":
        return scheme.role_name(Role(line[field]))
    if field == "supervisors":
        codes = [code for code in line[field].split(";") if code]
        return _(", ").join(roster.called(roster[c]) if c in roster else c for c in codes)
    if field == "groups":
        return _(", ").join(map(scheme.class_name, filter(None, line[field].split(";"))))
    return line[field]
