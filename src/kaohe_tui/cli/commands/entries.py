"""Enter what the leading group decides around a review."""

from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.asking import agree, agree_option, check_ground
from kaohe_tui.cli.carrying_out import carried_out, why_option
from kaohe_tui.cli.commands.show import person_code
from kaohe_tui.cli.frame import (
    EITHER,
    Command,
    Option,
    command,
    entered,
    json_option,
    period_key,
    period_option,
    with_common_options,
)
from kaohe_tui.cli.printing import say, say_json, say_lines
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.services.room.room import Room

# Named here, for `kaohe --help` must not wait for the domain; a test holds them against it.
KINDS = ("adjustment", "veto", "exemption", "absence", "figure")
"""The values of ``EntryKind``, in the order in which the help lists them."""
EXEMPTIONS = ("undetermined", "not_assessed")
"""The values of ``ExemptionKind``: no grade determined yet, or not assessed at all."""

code_argument = click.argument("code", metavar="CODE")
"""The person's code or name."""
own_reason = click.option(
    "--reason", cls=Option, metavar="TEXT", required=True, help=N_("Why; kept in the record.")
)
"""Why, of what is never done without a reason."""


@click.command(cls=Command, help=N_("Enter a bonus or a deduction by a rule of the scheme."))
@code_argument
@click.argument("rule", metavar="RULE")
@period_option(required=True)
@click.option(
    "--count",
    cls=Option,
    metavar="N",
    type=int,
    default=1,
    help=N_("How many times the rule applies; once without it."),
)
@click.option(
    "--evidence",
    cls=Option,
    metavar="TEXT",
    required=True,
    help=N_("The number or a description of the document."),
)
@click.option(
    "--approved-by",
    cls=Option,
    metavar="NAME",
    default="",
    help=N_("Who approved it; it counts only then."),
)
@click.option(
    "--level",
    cls=Option,
    metavar="NAME",
    default="",
    help=N_("The level, where the rule has several sizes."),
)
@click.option(
    "--matter",
    cls=Option,
    metavar="TEXT",
    default="",
    help=N_("What it is for, where of entries for the same thing only the largest counts."),
)
@click.option(
    "--points",
    cls=Option,
    metavar="X",
    default="",
    help=N_("Points each time, where the rule leaves them to the entry."),
)
@why_option
@agree_option
@with_common_options
def adjust(
    code: str,
    rule: str,
    period: str,
    count: int,
    evidence: str,
    approved_by: str,
    reason: str,
    *,
    yes: bool,
    **size: str,
) -> None:
    """Enter a bonus or a deduction for a person, and print its number."""
    from kaohe_tui.files.entries.adjustments import Size
    from kaohe_tui.services.entries import entries as group
    from kaohe_tui.services.entries import summaries

    with entered() as room:
        key = period_key(room, period)
        period_room = room.period(key)
        person = period_room.person(person_in(room, key, code))
        of_size, entry = Size(**size), (person.code, rule, count, evidence)
        summary = summaries.adjustment(period_room, person, rule, count, evidence, of_size)
        agree(summaries.used_before(room, period_room, person, rule, evidence, of_size), yes=yes)
        number = carried_out(
            room,
            key,
            lambda room: group.enter_adjustment(
                room, key, *entry, approved_by=approved_by, correction=reason, size=of_size
            ),
            about=summary,
            yes=yes,
        )
    say(_("Adjustment no. {number} is entered.").format(number=number))
    if not approved_by:
        line = command("approve", str(number), "--by", "NAME")
        say(_("It counts once approved: {command}").format(command=line))


@click.command(
    cls=Command, help=N_("List what was entered for a period: adjustments, vetoes, absences.")
)
@period_option(required=False)
@json_option
@with_common_options
def adjustments(period: str | None, *, as_json: bool) -> None:
    """List everything entered, with the numbers that approving and withdrawing ask for."""
    from kaohe_tui.cli.show import entries
    from kaohe_tui.services.counting import overview
    from kaohe_tui.services.entries import entries as group

    with entered(read_only=True) as room:
        key = overview.current_period(room) if period is None else period_key(room, period)
        period_room, year = room.period(key), group.year_facts(room)
    if as_json:
        say_json(entries.plain(period_room, year))
        return
    say_lines(entries.lines(period_room, year))


@click.command(cls=Command, help=N_("Approve an adjustment, so that it counts."))
@click.argument("number", metavar="NUMBER", type=int)
@click.option(
    "--by",
    cls=Option,
    metavar="NAME",
    required=True,
    help=N_("Who approves it: a code or a name; not the person concerned."),
)
@why_option
@agree_option
@with_common_options
def approve(number: int, by: str, reason: str, *, yes: bool) -> None:
    """Approve an adjustment, so that it counts."""
    from kaohe_tui.domain.entries.entries import EntryKind
    from kaohe_tui.services.entries import entries as group
    from kaohe_tui.services.entries import summaries
    from kaohe_tui.services.entries.entry_checks import period_of

    with entered() as room:
        key = period_of(room, EntryKind.ADJUSTMENT, number)
        period_room = room.period(key)
        entry = next(each for each in period_room.facts.adjustments if each.id == number)
        entry_line = summaries.told(entry)
        agree(summaries.barring_approval(period_room, entry, entry_line, by), yes=yes)
        carried_out(
            room,
            key,
            lambda room: group.approve(room, number, by, correction=reason),
            about=summaries.approval(period_room, entry, entry_line, by),
            yes=yes,
        )
    say(_("Adjustment no. {number} counts.").format(number=number))


@click.command(cls=Command, help=N_("Withdraw an entry; it stays in the register."))
@click.argument("kind", metavar="KIND", type=click.Choice(KINDS))
@click.argument("number", metavar="NUMBER", type=int)
@own_reason
@agree_option
@with_common_options
def withdraw(kind: str, number: int, reason: str, *, yes: bool) -> None:
    """Withdraw an entry of any kind, with a reason."""
    from kaohe_tui.domain.entries.entries import YEAR, EntryKind
    from kaohe_tui.services.counting import overview
    from kaohe_tui.services.entries import entries as group
    from kaohe_tui.services.entries import summaries
    from kaohe_tui.services.entries.entry_checks import period_of

    which = EntryKind(kind)
    with entered() as room:
        key = period_of(room, which, number)
        period_room = room.period(overview.current_period(room) if key == YEAR else key)
        facts = group.year_facts(room) if key == YEAR else period_room.facts
        if (entry := summaries.entry_of(facts, which, number)) is not None:
            entry_line = summaries.told(entry)
            agree(summaries.withdrawal(period_room, entry, entry_line, reason), yes=yes)
        carried_out(room, key, lambda room: group.withdraw(room, which, number, reason), yes=yes)
    say(_("The {kind} no. {number} is withdrawn.").format(kind=which.label, number=number))


@click.command(cls=Command, help=N_("Enter a one-vote veto on a person."))
@code_argument
@period_option(required=True)
@click.option(
    "--ground", cls=Option, metavar="TEXT", required=True, help=N_("One of the scheme's grounds.")
)
@click.option(
    "--document", cls=Option, metavar="TEXT", required=True, help=N_("The document's number.")
)
@click.option(
    "--authority", cls=Option, metavar="TEXT", required=True, help=N_("Whose decision it was.")
)
@why_option
@agree_option
@with_common_options
def veto(
    code: str, period: str, ground: str, document: str, authority: str, reason: str, *, yes: bool
) -> None:
    """Enter a one-vote veto on a person."""
    from kaohe_tui.services.entries import entries as group
    from kaohe_tui.services.entries import summaries

    with entered() as room:
        key = period_key(room, period)
        person = person_in(room, key, code)
        period_room = room.period(key)
        if period_room.scheme.vetoes:
            check_ground(ground, period_room.scheme.grounds, yes=yes)
        summary = summaries.veto(
            period_room, period_room.person(person), ground, document, authority
        )
        agree(summary, yes=yes)
        number = carried_out(
            room,
            key,
            lambda room: group.enter_veto(
                room, key, person, ground, document, authority, correction=reason
            ),
            yes=yes,
        )
    say(_("Veto no. {number} is entered.").format(number=number))


@click.command(cls=Command, help=N_("Enter that a person gets no grade."))
@code_argument
@period_option(required=False, without=EITHER)
@click.option("--year", cls=Option, is_flag=True, help=N_("For the year's grades."))
@click.option(
    "--kind",
    cls=Option,
    type=click.Choice(EXEMPTIONS),
    required=True,
    help=N_("No grade is determined yet, or the person is not assessed at all."),
)
@own_reason
@agree_option
@with_common_options
def exempt(code: str, period: str | None, *, year: bool, kind: str, reason: str, yes: bool) -> None:
    """Exempt a person from grading, for a period or for the year."""
    from kaohe_tui.domain.entries.entries import YEAR, ExemptionKind
    from kaohe_tui.services.counting import overview
    from kaohe_tui.services.entries import entries as group
    from kaohe_tui.services.entries import summaries
    from kaohe_tui.services.year.year import latest

    if year is (period is not None):
        raise click.UsageError(_("Give either --period or --year."))
    with entered() as room:
        key = YEAR if period is None else period_key(room, period)
        person = person_in(room, key, code)
        period_room = room.period(overview.current_period(room) if key == YEAR else key)
        roster = latest(room)[1] if key == YEAR else period_room.roster
        span = _("the year's grades") if key == YEAR else period_room.steps.period.name
        label = ExemptionKind(kind).label
        agree(summaries.exemption(period_room, roster[person], label, span, reason), yes=yes)
        number = carried_out(
            room,
            key,
            lambda room: group.exempt(room, key, person, ExemptionKind(kind), reason),
            yes=yes,
        )
    say(_("Exemption no. {number} is entered.").format(number=number))


def person_in(room: "Room", period: str, text: str) -> str:
    """Return the code of the person whom a code or a name means."""
    from kaohe_tui.domain.entries.entries import YEAR
    from kaohe_tui.services.year.year import latest

    roster = latest(room)[1] if period == YEAR else room.period(period).roster
    return person_code(roster, text)


COMMANDS = (adjust, adjustments, approve, withdraw, veto, exempt)
"""The module's commands, as ``cli.names`` loads them."""
