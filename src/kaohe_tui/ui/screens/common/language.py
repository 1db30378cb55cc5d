"""Choose the language; it is switched at once and remembered."""

from dataclasses import replace

from kaohe_tui import words
from kaohe_tui.ui.frame.host import shell_of
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.words import N_, _

# Not in the catalogues: a name in its own language is the same whatever language is in use.
NAMES = {"zh_CN": "\u7b80\u4f53\u4e2d\u6587", "en": "English"}
"""Each language in its own words, so that everybody finds the way back."""


class ChooseLanguage(Choose):
    """The languages that exist, with the cursor on the one in use."""

    TITLE_MSGID = N_("Language")
    """The screen's name in its help."""

    def __init__(self) -> None:
        options = [(key, NAMES[key], "") for key in words.LANGUAGES]
        super().__init__(_("Language"), options, words.language())

    def do_accept(self) -> None:
        """Switch the language, and remember it."""
        words.use_language(self.current)
        app = shell_of(self)
        self.dismiss(self.current)
        app.refresh_words()
        app.remember(replace(app.settings, language=words.language()))
