"""Take options about a table that is brought, and say what was understood of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from kaohe_tui.cli.frame import Option
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.files.tables.doubts import Choices, Doubt, Reading


check_option = click.option(
    "--check",
    is_flag=True,
    cls=Option,
    help=N_("Only say what was understood of the file; change nothing."),
)
"""``--check`` of a command that takes a table."""


def table_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what is meant where a table does not.

    The command gets them as ``choices``.
    """
    return _with_choices(function, N_("Take what is doubtful as it is shown."))


def asking_table_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give the same options to a command that asks on a terminal before it changes anything."""
    return _with_choices(
        function, N_("Take what is doubtful as it is shown, and do not ask first on a terminal.")
    )


def _with_choices(function: Callable[..., Any], yes_help: str) -> Callable[..., Any]:
    options = (
        click.option(
            "--sheet",
            cls=Option,
            metavar="NAME",
            default="",
            help=N_("The sheet that is meant, where several could be."),
        ),
        click.option(
            "--answer",
            "answers",
            cls=Option,
            metavar="KEY=VALUE",
            multiple=True,
            help=N_("The answer to something doubtful, by its key; may be repeated."),
        ),
        click.option("--yes", cls=Option, is_flag=True, help=yes_help),
    )

    @wraps(function)
    def with_choices(
        *arguments: Any, sheet: str, answers: tuple[str, ...], yes: bool, **named: Any
    ) -> Any:
        return function(*arguments, choices=_choices(sheet, answers, yes=yes), **named)

    command = with_choices
    for option in options:
        command = option(command)
    return command


def _choices(sheet: str, answers: Sequence[str], *, yes: bool) -> "Choices":
    """Return what was said on the line about a table.

    Raises:
        Refusal: for an answer without a key.
    """
    from kaohe_tui.files.tables.doubts import Choices

    by_key = {}
    for each in answers:
        key, equals, value = each.rpartition("=")
        if not equals or not key:
            raise Refusal(
                "answer-malformed",
                N_("“{text}” is no answer: write the key, “=” and the answer."),
                text=each,
            )
        by_key[key] = value
    return Choices(sheet=sheet, is_accepted=yes, answers=by_key)


def say_understood(sentences: Sequence[str]) -> None:
    """Print what was read of a table, and what was left out."""
    for sentence in sentences:
        say(one_line(sentence))


@contextmanager
def telling_how() -> Iterator[None]:
    """Say behind the refusal of a doubtful table how its doubts are answered on the line."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code != "table-doubtful":
            raise
        doubts = refusal.values["doubts"]
        assert isinstance(doubts, tuple)
        lines = [_("Answer it on the line:")]
        if all(doubt.proposed for doubt in doubts):
            lines = [_("--yes takes all of it as shown. One by one:")]
        lines += (f'--answer "{doubt.key}={doubt.proposed or "…"}"' for doubt in doubts[:_MOST])
        if words := _role_lines(doubts):
            lines += [_("Or add to the scheme:"), *words]
        raise refusal.followed_by("\n" + "\n".join(lines)) from refusal


_MOST = 12
"""Answers that are written out."""


def _role_lines(doubts: "Sequence[Doubt]") -> list[str]:
    """Return the lines of a scheme that would answer the doubts about roles."""
    from kaohe_tui.files.roster.role_words import words_answered
    from kaohe_tui.files.scheme.copies.adding_roles import roles_toml, usual_first_of
    from kaohe_tui.files.tables.doubts import UNASKED

    words = words_answered(doubts, UNASKED)
    return roles_toml(usual_first_of(words, {})).splitlines() if words else []


def say_doubts(doubts: "Sequence[Doubt]", choices: "Choices") -> None:
    """Print what is doubtful of a table, with the answer that holds and how to give another."""
    for doubt in doubts:
        label = doubt.label(choices.answer(doubt)) or "?"
        say(one_line(_("? {question} {answer}").format(question=doubt.question, answer=label)))
        values = " | ".join(each.value for each in doubt.options)
        say(f'    --answer "{one_line(doubt.key)}={values}"')


def say_checked(reading: "Reading[Any]", choices: "Choices") -> None:
    """Print what was understood of a table that is only looked at."""
    say_understood(reading.told)
    say_doubts(reading.doubts, choices)
    say(_("Only looked at: nothing was changed."))
