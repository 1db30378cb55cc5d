"""Hold one part of what is told about a scheme."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One heading, and what stands below it."""

    title: str
    """The heading."""
    sentences: tuple[str, ...]
    """Whole sentences, in order."""
    table: tuple[tuple[str, ...], ...] = ()
    """Rows of a table below the sentences, its headings first; empty without one."""
    lines: tuple[str, ...] = ()
    """Lines that are laid out already, below all else; empty without any."""
