"""Write the papers in a thread, and show with a bar how far that is."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.message import Message

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.database.opening import look
from kaohe_tui.services.public.exporting import Part, export
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

PATIENCE = 0.5
"""Seconds of writing after which the bar appears."""
_BAR = 30


@dataclass(frozen=True)
class Order:
    """What is to be written, and where."""

    database: Path
    """The database it is read from."""
    key: str
    """The period's key, or ``YEAR``."""
    folder: Path
    """The folder for the files."""
    parts: frozenset[Part]
    """What is chosen."""
    template: Path | None
    """The bureau's own template of the notice; None for the built-in one."""


@dataclass
class Made(Message):
    """Says that some of the files are written."""

    done: int
    """How many files are written."""
    total: int
    """How many files there will be; 0 while that is not known."""
    name: str
    """The file that is next, or the step before the first file."""


@dataclass
class Written(Message):
    """Says that all files are in the folder."""

    files: Sequence[Path]
    """The files, in the order in which they were written."""
    remarks: Sequence[str]
    """A sentence each on what the reader should know of them."""


@dataclass
class Failed(Message):
    """Says that nothing was written."""

    told: str
    """Why, in a sentence."""


class Writing(TextLine):
    """The bar of what is being written; at its end ``Written`` or ``Failed`` goes to the screen."""

    def __init__(self) -> None:
        super().__init__(id="export-bar")
        self._ending: threading.Event | None = None
        """Set: stop the writing; None: nothing is being written."""
        self._made = Made(0, 0, "")

    @property
    def is_writing(self) -> bool:
        """Whether something is being written."""
        return self._ending is not None

    def begin(self, order: Order) -> None:
        """Begin to write; the bar appears where it takes long."""
        self._ending = threading.Event()
        self._made = Made(0, 0, _("Checking the record …"))
        # Never exclusive: a worker that is cancelled writes on all the same.
        self.run_worker(partial(self._write, self._ending, order), thread=True)
        self.set_timer(PATIENCE, self._appear)

    def end_early(self) -> None:
        """Stop what is being written; no file is left behind."""
        if self._ending:
            self._ending.set()

    def on_unmount(self) -> None:
        """Stop what is being written: nobody waits for it any longer."""
        self.end_early()

    def _write(self, ending: threading.Event, order: Order) -> None:
        """Write the files in a thread, with a database connection of its own."""

        def progress(done: int, total: int, name: str) -> None:
            if ending.is_set():
                raise Refusal("stopped", N_("Stopped; no files were written."))
            self.post_message(Made(done, total, name))

        try:
            room = look(order.database)
            try:
                files, remarks = export(
                    room,
                    order.key,
                    order.folder,
                    parts=order.parts,
                    progress=progress,
                    template=order.template,
                )
            finally:
                room.close()
        except Refusal as refusal:
            self.post_message(Failed(str(refusal)))
        else:
            self.post_message(Written(files, remarks))

    def _appear(self) -> None:
        if self.is_writing:
            self.add_class("-shown")
            self._draw_bar()

    def _draw_bar(self) -> None:
        progress = self._made
        full = progress.done * _BAR // progress.total if progress.total else 0
        bar = "▇" * full + "─" * (_BAR - full)
        self.show(f"{bar} {progress.done}/{progress.total} {progress.name}")

    def on_made(self, event: Made) -> None:
        """Draw the progress."""
        event.stop()
        self._made = event
        self._draw_bar()

    def on_failed(self) -> None:
        """Take the bar away."""
        self._end()

    def on_written(self) -> None:
        """Take the bar away."""
        self._end()

    def _end(self) -> None:
        self._ending = None
        self.remove_class("-shown")
