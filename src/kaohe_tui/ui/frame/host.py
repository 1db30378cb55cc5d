"""Reach the app that holds the meeting, from a screen or widget."""

from typing import TYPE_CHECKING, cast

from textual.dom import DOMNode

if TYPE_CHECKING:
    from kaohe_tui.domain.rules.people import Person
    from kaohe_tui.ui.app.app import KaoheApp


def app_of(node: DOMNode) -> "KaoheApp":
    """Return the app, typed as the one that holds room, period and board."""
    return cast("KaoheApp", node.app)


def called(node: DOMNode, person: "Person") -> str:
    """Return the display name of a person of the period in view.

    It is the name, with the code behind it where somebody else has the name too.
    """
    app = app_of(node)
    return app.room.period(app.period).roster.called(person)
