"""Say what the one next thing is that Enter does on the first screen."""

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.tiers import next_thing, next_words
from kaohe_tui.services.tiers.next_thing import Do, Step
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.words import _


def next_step(screen: KaoheScreen[None]) -> Step:
    """Return the one next step for the operator at the keyboard, by the period in view."""
    app = app_of(screen)
    try:
        step = next_thing.step(app.room, app.period)
    except Refusal:
        # A result that is not in the database: the screens that show it say so.
        return Step(Do.LOOK, app.period, "")
    return next_thing.for_whom(step, app.room.keyboard, app.period)


def told(screen: KaoheScreen[None], step: Step) -> str:
    """Describe the step in words; it names its period where that is not the one in view."""
    sentence = next_words.sentence(step)
    if step.tier and step.do is not Do.BEGIN and step.period != app_of(screen).period:
        sentence = _("{period}: {told}").format(period=step.name, told=sentence)
    return sentence
