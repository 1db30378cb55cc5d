"""Make slips with raters' one-time codes, to be cut apart (评分码纸条)."""

from collections.abc import Sequence

from kaohe_tui.files.papers.pages import page
from kaohe_tui.words import _

Line = tuple[str, str, str, str, str]
"""A slip: period, tier, rater's name, section, the code as it is printed."""


def slips_html(lines: Sequence[Line]) -> str:
    """Return one page of slips, a rater each, with lines to cut along."""
    return page("slips.html", _("Raters' codes"), slips=lines, words=_words())


def _words() -> dict[str, str]:
    return {
        "code": _("code"),
        "told": _(
            "When your name is on the screen, take the keyboard and type this code. It opens "
            "your ballot only and expires when you hand it in. Do not give it to anyone."
        ),
    }
