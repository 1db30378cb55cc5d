"""Fill a screen after it is composed, and again in another language."""

from textual.screen import ScreenResultType

from kaohe_tui.ui.frame.screen import KaoheScreen


class FilledScreen(KaoheScreen[ScreenResultType]):
    """A screen whose texts are written once its widgets are there."""

    def fill(self) -> None:
        """Write what the screen shows; called again after the language was switched."""

    async def recompose(self) -> None:
        """Compose everything again, and fill it."""
        await super().recompose()
        self.attempt(self.fill)

    def refresh_words(self) -> None:
        """Draw everything again in the language now in use."""
        self.call_next(self.recompose)
