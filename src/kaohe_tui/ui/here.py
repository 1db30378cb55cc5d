"""From a screen to the app that holds the meeting."""

from typing import TYPE_CHECKING, cast

from textual.dom import DOMNode

if TYPE_CHECKING:
    from kaohe_tui.ui.app import KaoheApp


def app_of(node: DOMNode) -> "KaoheApp":
    """The app, as the one that holds room, period and board."""
    return cast("KaoheApp", node.app)
