"""Move by the same six keys, whatever it is that moves."""


class Moving:
    """The methods behind every set of keys that move; a subclass says what they move."""

    def move(self, by: int) -> None:
        """Move by so many lines, no further than the ends."""
        raise NotImplementedError

    @property
    def page(self) -> int:
        """How many lines are seen at once."""
        raise NotImplementedError

    @property
    def length(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def do_up(self) -> None:
        """Move one line up."""
        self.move(-1)

    def do_down(self) -> None:
        """Move one line down."""
        self.move(1)

    def do_page_up(self) -> None:
        """Move one page up."""
        self.move(-self.page)

    def do_page_down(self) -> None:
        """Move one page down."""
        self.move(self.page)

    def do_first(self) -> None:
        """Go to the first line."""
        self.move(-self.length)

    def do_last(self) -> None:
        """Go to the last line."""
        self.move(self.length)
