"""Hold what every command shares: its options, its help, the database it works on."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from kaohe_tui.cli.printing import complain, one_line
from kaohe_tui.cli.signing import OPERATOR, PIN_FILE, named_operator, sign_in
from kaohe_tui.cli.speaking import CHOICES
from kaohe_tui.commandline import command_line
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from kaohe_tui.domain.rules.scheme.periods import Period
    from kaohe_tui.domain.rules.scheme.tiers import Tier
    from kaohe_tui.services.room.room import Room

# The meeting is imported where it is used, and pathlib too: `kaohe --help` must not wait for them.

_DATABASE = "kaohe.database"
_USAGE = (N_("[OPTIONS]"), N_("[COMMAND] [ARGS]..."))
"""click's own pieces of a line of usage, named so that the catalogue has them."""
_Function = TypeVar("_Function", bound=Callable[..., object])
_Keyed = TypeVar("_Keyed", "Tier", "Period")


class _Path(click.Path):
    """A path that click does not check: the command that uses it says what is wrong with it."""

    def __init__(self) -> None:
        """Take every path, also one that cannot be read."""
        super().__init__(readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; an empty text, which would mean the current folder, is wrong usage."""
        if not os.fspath(value):
            self.fail(_("A path is missing here."), param, ctx)
        from pathlib import Path

        return Path(os.fsdecode(super().convert(value, param, ctx)))


PATH = _Path()
"""The type of every argument and option that takes a path."""


class Option(click.Option):
    """An option whose help is a message looked up when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's line in the help."""
        record = super().get_help_record(ctx)
        if record is None or not self.help:
            return record
        return record[0], record[1].replace(self.help, _(self.help))


class Command(click.Command):
    """A command whose help is a message looked up when it is shown."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        write_help(self, formatter)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what follows the command's name in the line of usage."""
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the command's line in the list of commands."""
        text = self.help or ""
        return _(text)


def write_help(command: click.Command, formatter: click.HelpFormatter) -> None:
    """Write the help of a command or of the program, looked up now."""
    formatter.write_paragraph()
    with formatter.indentation():
        text = command.help or ""
        formatter.write_text(_(text))


def _keep_database(context: click.Context, _option: click.Parameter, path: "Path | None") -> None:
    if path is not None:
        context.find_root().meta[_DATABASE] = path


def _keep(key: str) -> Callable[[click.Context, click.Parameter, object], None]:
    """Keep an option's value for the whole line; the last one counts."""

    def keep(context: click.Context, _option: click.Parameter, value: object) -> None:
        if value is not None:
            context.find_root().meta[key] = value

    return keep


def with_common_options(function: _Function) -> _Function:
    """Give a command the options that stand before or after its name.

    They are ``--db``, ``--lang``, ``--operator`` and ``--pin-file``.
    """
    for option in (_pin_file_option, _operator_option, _language_option, _database_option):
        function = option(function)
    return function


_database_option = click.option(
    "--db",
    cls=Option,
    metavar="PATH",
    type=PATH,
    expose_value=False,
    callback=_keep_database,
    help=N_("The database; by default the one in the user's own data folder."),
)
# Its value is taken before the arguments are parsed, see ``speaking``.
_language_option = click.option(
    "--lang",
    cls=Option,
    type=click.Choice(list(CHOICES)),
    expose_value=False,
    help=N_("The language: zh or en."),
)


_operator_option = click.option(
    "--operator",
    cls=Option,
    metavar="NAME",
    expose_value=False,
    callback=_keep(OPERATOR),
    help=N_("Who gives the command; without operators, the name for the record."),
)
_pin_file_option = click.option(
    "--pin-file",
    cls=Option,
    metavar="FILE",
    type=PATH,
    expose_value=False,
    callback=_keep(PIN_FILE),
    help=N_("A file with the operator's PIN (- for standard input)."),
)


def period_option(
    *,
    required: bool,
    without: str = N_("The period, by its key or its name; the current one by default."),
) -> Callable[[_Function], _Function]:
    """Return the option ``--period``, required where something is changed.

    Args:
        required: whether it has to be given.
        without: its help where it need not be, a message that says what holds without it.
    """
    help_text = N_("The period, by its key or its name.")
    return click.option(
        "--period",
        cls=Option,
        metavar="P",
        required=required,
        help=help_text if required else without,
    )


EITHER = N_("The period, by its key or its name; this or --year.")
"""The help of ``--period`` where either it or ``--year`` has to be given."""


def _for_a_program(context: click.Context, _option: click.Parameter, is_asked: object) -> object:
    if is_asked:
        context.find_root().obj.as_json = True
    return is_asked


json_option = click.option(
    "--json",
    "as_json",
    cls=Option,
    is_flag=True,
    callback=_for_a_program,
    help=N_("As JSON, for a program."),
)
"""``--json``: print data for a program instead of text."""


def named_database() -> "Path | None":
    """Return the path that ``--db`` names anywhere on the line; None without one."""
    path = click.get_current_context().find_root().meta.get(_DATABASE)
    return cast("Path | None", path)


def database() -> "Path":
    """Return the path that ``--db`` names, else the user's own database."""
    if path := named_database():
        return path
    from kaohe_tui.settings import default_database

    return default_database()


def command(*words: str) -> str:
    """Return a command line to type next, on the same database.

    It is quoted for a shell where that is needed, and begins as kaohe was started.

    Args:
        words: what follows ``kaohe``.
    """
    path = named_database()
    option = [] if path is None else ["--db", str(path)]
    return one_line(command_line(*words, *option))


def _opened(*, only_look: bool) -> "Room":
    """Open the command's database; where it can only be read, say that reading works."""
    from kaohe_tui.services.database.opening import Unwritable, can_be_read, enter_room, look

    try:
        return look(database()) if only_look else enter_room(database())
    except Unwritable as refusal:
        if only_look or not can_be_read(database()):
            raise
        raise refusal.followed_by(_reading_works()) from refusal


@contextmanager
def entered(*, read_only: bool = False, warned: bool = True) -> Iterator["Room"]:
    """Open the command's database, and close it at the end of the block.

    Args:
        read_only: whether the command only reads. It then asks for no PIN, since a user who can
            read the file can read all of it; an operator who is named signs in nevertheless, to
            see what not every duty may see.
        warned: whether changes by a program other than kaohe are reported at the end, unless the
            command was refused for them.

    Raises:
        Refusal: when it cannot be opened, or the operator cannot sign in.
    """
    from kaohe_tui.services.database.aftermath import cut_short
    from kaohe_tui.services.database.opening import caution
    from kaohe_tui.services.integrity import foreign

    only_look = read_only and not named_operator()
    room = _opened(only_look=only_look)
    try:
        for sentence in (cut_short(room), "" if only_look else caution(room.database.path)):
            if sentence:
                complain(sentence)
        if not only_look:
            sign_in(room)
        yield room
        if warned and (sentence := foreign.warning(room)):
            complain(sentence)
    finally:
        room.close()


def _reading_works() -> str:
    return _(
        "To read it: {app}, or the commands that only read (status, standings, explain, record, "
        "verify) without --operator."
    ).format(app=command("--read-only"))


def period_key(room: "Room", text: str) -> str:
    """Return the key of the period that the text names; its user refuses an unknown one."""
    return _key_of(room.rules()[0].periods, text)


def tier_key(room: "Room", period: str, text: str) -> str:
    """Return the key of the tier that the text names; its user refuses an unknown one.

    Raises:
        Refusal: when two tiers have that name.
    """
    return _key_of(room.period(period).scheme.tiers, text)


def _key_of(things: Sequence[_Keyed], text: str) -> str:
    from kaohe_tui.domain.text import harmless_line, name_key

    if text in {thing.key for thing in things}:
        return text
    keys = [thing.key for thing in things if name_key(thing.name) == name_key(text)]
    if len(keys) > 1:
        raise Refusal(
            "key-ambiguous",
            N_("“{name}” names several: {keys}. Give the key."),
            name=text,
            keys=_(", ").join(keys),
        )
    # Half a character would be no key for SQLite to look for.
    return keys[0] if keys else harmless_line(text)
