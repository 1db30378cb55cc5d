"""Know the names of the commands before any of them is imported.

What a command is called, where it is written and its line in the help are repeated in this
module, so that ``kaohe --help`` need not import them all; a test holds the two together.
"""

from collections.abc import Iterator, MutableMapping
from gettext import gettext
from importlib import import_module

import click

from kaohe_tui.cli.frame import write_help
from kaohe_tui.words import N_, _

LISTED: dict[str, tuple[str, str]] = {
    "demo": (
        "starting",
        N_("Open the sample bureau in the middle of a meeting, in a scratch database."),
    ),
    "init": ("starting", N_("Write scheme.toml and roster.csv to start from.")),
    "new": ("starting", N_("Make the database of a new year from its scheme and roster.")),
    "years": ("starting", N_("List the databases of the folder: year, bureau, state, path.")),
    "backup": ("copies", N_("Write a consistent copy of the database to FILE.")),
    "restore": ("copies", N_("Restore a backup; what it replaces is kept.")),
    "record": ("record", N_("Print the record: who did what, when and why.")),
    "verify": ("verify", N_("Check that nothing was changed unnoticed.")),
    "compare": ("compare", N_("Say what two copies each have since both went on.")),
    "acknowledge": (
        "acknowledge",
        N_("Acknowledge changes made by a program other than kaohe."),
    ),
    "open": ("tiers", N_("Open a tier; the first one opens the period.")),
    "close": ("tiers", N_("Close a tier; the last one locks the period's result.")),
    "closing-sheet": (
        "tiers",
        N_("Write the closing sheet of a closed tier, to be signed."),
    ),
    "reopen": ("tiers", N_("Reopen a closed tier, with a reason.")),
    "import": ("importing", N_("Import ballots from files into the open tier.")),
    "take-back": ("holding", N_("Take the opening of a tier back while nothing is in.")),
    "call-off": ("holding", N_("Call a period off: the year ends without it.")),
    "hold": ("holding", N_("Hold a period after all that was called off.")),
    "ballot-return": (
        "ballots",
        N_("Give back a ballot that is in or voided, to be entered again."),
    ),
    "ballot-void": ("ballots", N_("Void a ballot: none of its ratings count.")),
    "ballot-restore": ("ballots", N_("Restore a ballot that was voided.")),
    "ballot-move": ("ballots", N_("Move a ballot entered under the wrong rater.")),
    "ballot-swap": ("ballots", N_("Exchange two ballots entered under each other's rater.")),
    "receipts": (
        "receipts",
        N_("Print the receipts of a closed secret tier, in alphabetical order."),
    ),
    "receipt": (
        "receipts",
        N_("Tell whether the ballot of a receipt is counted, not what it says."),
    ),
    "forms": ("paper", N_("Enter or show a tier's paper forms, and any mismatch.")),
    "keying": ("paper", N_("Show how many cells each clerk entered wrongly.")),
    "status": ("show", N_("Show the period, its tiers, and whose ratings are outstanding.")),
    "standings": ("show", N_("Print the standings of a period, or of the year.")),
    "explain": ("show", N_("Show every step from the ratings to one person's rank.")),
    "tasks": ("tasks", N_("List everybody's yearly tasks, or print the list.")),
    "tasks-import": ("tasks", N_("Declare the yearly tasks of a file.")),
    "tasks-step": ("tasks", N_("Move people's yearly tasks one step on.")),
    "adjust": ("entries", N_("Enter a bonus or a deduction by a rule of the scheme.")),
    "adjustments": (
        "entries",
        N_("List what was entered for a period: adjustments, vetoes, absences."),
    ),
    "approve": ("entries", N_("Approve an adjustment, so that it counts.")),
    "withdraw": ("entries", N_("Withdraw an entry; it stays in the register.")),
    "veto": ("entries", N_("Enter a one-vote veto on a person.")),
    "exempt": ("entries", N_("Enter that a person gets no grade.")),
    "absent": ("absences", N_("Enter a person's days of absence.")),
    "adjust-import": ("entry_files", N_("Enter adjustments from a file.")),
    "absence-import": ("entry_files", N_("Enter days of absence from a file.")),
    "recuse": ("recusals", N_("Recuse a rater from a person, before the tier opens.")),
    "recuse-import": ("recusals", N_("Enter recusals from a file.")),
    "figure": ("figures", N_("Enter a figure of the office for a component or factor.")),
    "figures": ("figures", N_("List the figures of the office, and what is still missing.")),
    "figure-approve": ("figures", N_("Approve a figure, so that it counts.")),
    "figures-import": ("figures", N_("Enter figures of the office from a file.")),
    "grades": ("year", N_("Print everybody's proposed and decided grade, and why.")),
    "decide": ("year", N_("Enter the grade that the group decided for a person.")),
    "notice": ("public", N_("Show the state of the notices, or enter that one was posted.")),
    "matters": ("public", N_("List the register of objections and reports.")),
    "matter-new": ("public", N_("Log an objection, a report or a review.")),
    "matter-assign": ("public", N_("Say who handles a case.")),
    "matter-step": ("public", N_("Add what was done about a case.")),
    "matter-close": ("public", N_("Close a case with its outcome.")),
    "matter-reopen": ("public", N_("Reopen a closed case.")),
    "operators": ("operators", N_("List the operators and their duties.")),
    "operator-add": ("operators", N_("Add an operator; the first is a host.")),
    "operator-duty": ("operators", N_("Give an operator another duty.")),
    "operator-pin": ("operators", N_("Give an operator a new PIN.")),
    "operator-retire": ("operators", N_("Stop letting an operator in.")),
    "codes": ("codes", N_("Make one-time codes for raters and print their slips.")),
    "roster": ("roster_and_scheme", N_("Use a new roster for the periods still to be opened.")),
    "scheme": ("roster_and_scheme", N_("Use a new scheme for the periods still to be opened.")),
    "person-add": ("people", N_("Add a missing person to the roster of an open period.")),
    "person-change": (
        "people",
        N_("Put a wrong role, section or supervisor right in an open period."),
    ),
    "export": (
        "export",
        N_("Write notice, workbook, sheets, blank ballots and tables of a result to a folder."),
    ),
}
"""Name -> the module of the command, and its line in the help."""


class Commands(MutableMapping[str, click.Command]):
    """The commands by name; a module is imported when one of its commands is asked for."""

    def __init__(self) -> None:
        """Begin with the names alone, no command imported."""
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        """Return the command of that name; its module is imported if it was not yet."""
        if name not in self._loaded:
            module = import_module(f"kaohe_tui.cli.commands.{LISTED[name][0]}")
            self._loaded |= {str(command.name): command for command in module.COMMANDS}
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        """Keep a command under a name; click adds none, but the class has to offer it."""
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        """Refuse to remove a command."""
        raise TypeError(name)

    def __iter__(self) -> Iterator[str]:
        """Go through the names, in the order of the help."""
        return iter(LISTED)

    def __len__(self) -> int:
        """Count the names."""
        return len(LISTED)

    def __contains__(self, name: object) -> bool:
        """Return whether there is a command of that name."""
        return name in LISTED


class Group(click.Group):
    """The program: lists its commands without importing them, its help looked up when shown."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the program does."""
        write_help(self, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        rows = [(name, _(LISTED[name][1])) for name in self.list_commands(ctx)]
        with formatter.section(gettext("Commands")):
            formatter.write_dl(rows)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what follows the program's name in the line of usage."""
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]
