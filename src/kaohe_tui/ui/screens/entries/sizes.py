"""Ask for level, matter and points of an adjustment, as far as its rule leaves them open."""

from kaohe_tui.domain.entries.entries import Adjustment
from kaohe_tui.domain.entries.sizes import size_told
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule
from kaohe_tui.files.entries.adjustments import NO_SIZE, Size
from kaohe_tui.services.entries.kinds import check_size
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.entries.entries import Entries
from kaohe_tui.words import _

_MOST_CHOICES = 9


async def ask_size(
    screen: Entries[Adjustment], person: Person, rule: AdjustmentRule
) -> Size | None:
    """Ask for what the rule leaves open: level, matter, points; None after Esc."""
    size = NO_SIZE
    told_size = [_("{name}: {text}").format(name=rule.name, text=size_told(rule))]
    if rule.levels:
        level = await _level(screen, rule)
        if level is None:
            return None
        size = Size(level, size.matter, size.points)
    if rule.highest:
        matter = await screen.ask(
            _("What was it for? Of entries for the same thing only the largest counts."),
            choices=_matters(screen, person, rule),
            consequences=[_("Left empty, the entry counts by itself.")],
            minimum=0,
        )
        if matter is None:
            return None
        size = Size(size.level, matter, size.points)
    if rule.free:
        points = await screen.ask(
            _("How many points each time?"),
            consequences=told_size,
            minimum=0 if rule.points is not None else 1,
            take=lambda text: check_size(rule, text, 1),
        )
        if points is None:
            return None
        size = Size(size.level, size.matter, points)
    return size


async def _level(screen: Entries[Adjustment], rule: AdjustmentRule) -> str | None:
    """Ask for the level of a rule, by digit where there are not too many."""
    title = _("Which level of {rule}?").format(rule=rule.name)
    sign = "+" if rule.bonus else "−"
    if len(rule.levels) > _MOST_CHOICES:
        options = [(name, name, sign + plain(each)) for name, each in rule.levels.items()]
        return await screen.app.push_screen_wait(Choose(title, options))
    return await screen.ask(
        title,
        choices=list(rule.levels),
        consequences=[_("{name}: {text}").format(name=rule.name, text=size_told(rule))],
        own=False,
    )


def _matters(screen: Entries[Adjustment], person: Person, rule: AdjustmentRule) -> list[str]:
    """List the matters of the person's entries of the rule, the newest first."""
    of_person = [e for e in screen.lines if (e.code, e.rule) == (person.code, rule.key)]
    return list(dict.fromkeys(e.matter for e in reversed(of_person) if e.matter))
