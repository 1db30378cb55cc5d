"""End a command: with an exit code, and one sentence where there is something to say."""

import io
from types import TracebackType
from typing import Any

import click

from kaohe_tui.cli.printing import complain, complain_of, flush, one_line, shortened
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import language

REFUSED = 1
"""The exit code of a command that was refused."""
INTERRUPTED = 130
"""The exit code after Ctrl+C: 128 + SIGINT, as a shell reports it."""
PIPE_BROKEN = 141
"""The exit code where nobody reads the output any more: 128 + SIGPIPE."""


class Outcome:
    """The outermost block of the command line: no traceback leaves it."""

    def __init__(self) -> None:
        """Begin with success."""
        self.code = 0
        """The exit code of the command line (docs/commands.md)."""
        self.as_json = False
        """Whether the command writes for a program: a refusal then comes with its code."""

    def __enter__(self) -> "Outcome":
        """Enter the block; nothing is to be prepared."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        """Turn what was raised into an exit code; return whether it is dealt with."""
        try:
            handled = self._settle(error)
            flush()
        except BrokenPipeError:
            self._pipe_broken()
            return True
        except Refusal as refusal:
            # The disk behind standard output is full.
            self._refuse(refusal)
            return True
        return handled

    def _settle(self, error: BaseException | None) -> bool:
        match error:
            case None:
                pass
            case click.exceptions.Exit():
                self.code = error.exit_code
            case click.ClickException():
                _complain_of_usage(error)
                self.code = error.exit_code
            case Refusal():
                self._refuse(error)
            case click.Abort() | KeyboardInterrupt():
                self.code = INTERRUPTED
            case BrokenPipeError():
                self._pipe_broken()
            case Exception():
                from kaohe_tui.ui.terminal import faults

                report = faults.write_report(faults.without_locals(error))
                complain(one_line(faults.sentence(report)))
                self.code = faults.FAULT
            case _:
                return False
        return True

    def _refuse(self, refusal: Refusal) -> None:
        if self.as_json:
            _complain_in_json(
                {"refused": {"code": refusal.code, "message": one_line(str(refusal))}}
            )
        else:
            complain_of(refusal)
        self.code = REFUSED

    def _pipe_broken(self) -> None:
        flush(discard=True)
        self.code = PIPE_BROKEN


def _complain_in_json(plain: Any) -> None:
    """Print JSON on one line of standard error, Chinese as it is, in UTF-8 in every locale."""
    import json

    click.echo((json.dumps(plain, ensure_ascii=False) + "\n").encode(), nl=False, err=True)


def _complain_of_usage(error: click.ClickException) -> None:
    """Print click's own lines on standard error, which repeat what was typed."""
    import re

    from kaohe_tui.domain.text import harmless_line

    stream = io.StringIO()
    error.show(stream)
    for line in stream.getvalue().splitlines():
        if language() != "en":
            # click sets its quotes and the last full stop itself, whatever the language.
            line = re.sub("'([^']*)'", "“\\1”", line).replace("”.", "”。")
        click.echo(shortened(harmless_line(line)), err=True)
