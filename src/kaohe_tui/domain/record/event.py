"""What all events have in common: their fields, their texts in an entry, how they are told."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from inspect import get_annotations
from string import Formatter
from typing import Any, ClassVar, NamedTuple, Protocol, Self, dataclass_transform

from kaohe_tui.domain import duties
from kaohe_tui.domain.duties import Power
from kaohe_tui.domain.record.labels import LABELS
from kaohe_tui.domain.record.value import Codes, Value
from kaohe_tui.domain.record.values import Period, Text, Tier
from kaohe_tui.domain.record.words import Names, RecordKind, fill, short
from kaohe_tui.words import _


class Texts(NamedTuple):
    """The texts of an entry that tell what happened; what does not apply is empty."""

    period: str = ""
    tier: str = ""
    subject: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""


class Effect(Enum):
    """What an event does to the standings; see docs/record.md, "The standings as they stood"."""

    NOTHING = "nothing"
    FACT = "fact"
    """It is one of the facts that they come from."""
    SCORE = "score"
    """It may also change a score, a rank or what is owed."""


class Where(NamedTuple):
    """Where people's codes stand in an event's texts."""

    column: str
    codes: Codes
    place: int | None = None
    """In a pair: 0 or 1; None where the text is no pair."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Event:
    """Something that happened, as one entry of the record tells it.

    A subclass is a frozen dataclass of its annotations, made without ``@dataclass``: that compiles
    each class, which took longer than the rest of the start. The type of a field is one of
    ``values``; ``layout`` says how they stand in the entry's texts. These are kept for good:
    another form needs another class of the same action.
    """

    action: ClassVar[str] = ""
    """What the record calls it; the only place that does."""
    power: ClassVar[Power]
    """Who may do it."""
    kind: ClassVar[RecordKind]
    """What it is sorted under."""
    layout: ClassVar[Mapping[str, str]] = {}
    """Text of the entry -> the fields in it, in braces; a text that is not here is empty."""
    says: ClassVar[str]
    """The sentence, without who did it; a message with fields in braces."""
    effect: ClassVar[Effect] = Effect.NOTHING
    """What it does to the standings."""
    values: ClassVar[Mapping[str, Value[Any]]] = {}
    """The fields, in their order, and how each is written and told."""
    known: ClassVar[dict[str, list[type["Event"]]]] = {}
    """Action -> its classes; mostly one."""

    def __init_subclass__(cls) -> None:
        """Take a class into the registry."""
        super().__init_subclass__()
        base: type[Event] = cls.__bases__[0]
        own = {
            name: kind.__metadata__[0]
            for name, kind in get_annotations(cls).items()
            if hasattr(kind, "__metadata__")
        }
        cls.values = {**base.values, **own}
        cls.layout = {**base.layout, **cls.__dict__.get("layout", {})}
        if "action" in cls.__dict__:
            Event.known.setdefault(cls.action, []).append(cls)

    def __init__(self, **fields: Any) -> None:
        wrong = fields.keys() - self.values.keys()
        lacking = [n for n in self.values if n not in fields and not hasattr(type(self), n)]
        if wrong or lacking:
            raise TypeError(f"{type(self).__name__}: {[*wrong, *lacking]}")
        self.__dict__.update(fields)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self.to_fields())

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self._all().items())
        return f"{type(self).__name__}({told})"

    def _all(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.values}

    # -- the entry -----------------------------------------------------------------------------

    @property
    def word(self) -> str:
        """The action, as it is stored."""
        return self.action

    def to_fields(self) -> Texts:
        """The texts of the entry that tells of it."""
        written = {n: value.write(getattr(self, n)) for n, value in self.values.items()}
        return Texts(**{c: layout.format_map(written) for c, layout in self.layout.items()})

    @classmethod
    def from_fields(cls, texts: Texts) -> Self:
        """The event that an entry with these texts tells of.

        Raises:
            ValueError: when it tells of another one.
        """
        found: dict[str, Any] = {}
        for text, pattern in zip(texts, _patterns(cls), strict=True):
            match = pattern.fullmatch(text)
            if match is None:
                raise ValueError(text)
            found |= {name: cls.values[name].read(part) for name, part in match.groupdict().items()}
        event = cls(**found)
        if event.to_fields() != texts:
            raise ValueError(texts)
        return event

    @classmethod
    def codes(cls) -> Iterator[Where]:
        """Where the codes of the people stand whom it is about."""
        for column, layout in cls.layout.items():
            names = [name for _text, name, *_others in Formatter().parse(layout) if name]
            pair = len(names) > 1 and all(cls.values[n].codes is Codes.ONE for n in names)
            for place, name in enumerate(names):
                codes = cls.values[name].codes
                if codes is Codes.ONE and not pair and len(names) > 1:
                    continue
                if codes is not Codes.NONE:
                    yield Where(column, codes, place if pair else None)

    # -- in words ------------------------------------------------------------------------------

    def doer(self, actor: str) -> str:
        """Whom the sentence begins with.

        Args:
            actor: whom the entry names as acting.
        """
        return actor

    def message(self) -> str:
        """The message of the sentence; more than ``says`` where what it says depends."""
        return self.says

    def what(self, names: Names) -> str:
        """What was done, as the rest of a sentence that begins with the name of who did it."""

        def shown(name: str) -> str:
            return short(self.values[name].show(getattr(self, name), names, self._period))

        return fill(_(self.message()), shown)

    def why(self) -> str:
        """The reason that was given; empty without one."""
        return str(getattr(self, "reason", ""))

    def details(self, names: Names) -> Iterator[tuple[str, str]]:
        """Every field that says something: what it is called, and its value in words. A continued
        line has no name."""
        for name, value in self.values.items():
            label = _(LABELS[name])
            for line in value.told(getattr(self, name), names, self._period):
                yield label, line
                label = ""

    @property
    def _period(self) -> str:
        return str(getattr(self, "period", ""))


class OfPeriod(Event):
    """Something in one period, or in the year."""

    layout = {"period": "{period}"}

    period: Period


class OfTier(OfPeriod):
    """Something in one tier."""

    layout = {"tier": "{tier}"}

    tier: Tier


class Unknown(Event):
    """What this kaohe does not understand: of a newer one, or in another form. It keeps the texts
    and is shown as it stands."""

    power = duties.UNKNOWN
    kind = RecordKind.OTHER
    layout = {name: "{" + name + "}" for name in Texts._fields}
    says = ""

    stored: Text
    """The action."""
    period: Period = ""
    tier: Tier = ""
    subject: Text = ""
    old: Text = ""
    new: Text = ""
    reason: Text = ""

    @property
    def word(self) -> str:
        """The action, as it is stored."""
        return self.stored

    def what(self, _names: Names) -> str:
        """The texts themselves."""
        parts = (self.stored, self.subject, self.old, self.new)
        return " ".join(short(part) for part in parts if part)


_PATTERNS: dict[type[Event], list[re.Pattern[str]]] = {}


def _patterns(event: type[Event]) -> list[re.Pattern[str]]:
    """What the texts of an event look like; made when the first is read."""
    if event in _PATTERNS:
        return _PATTERNS[event]
    patterns = _PATTERNS[event] = []
    for column in Texts._fields:
        pattern = ""
        for literal, name, *_others in Formatter().parse(event.layout.get(column, "")):
            pattern += re.escape(literal)
            if name:
                pattern += f"(?P<{name}>{event.values[name].pattern})"
        patterns.append(re.compile(pattern, re.ASCII | re.DOTALL))
    return patterns


def read(action: str, texts: Texts) -> Event:
    """The event that an entry tells of; ``Unknown`` where this kaohe does not understand it."""
    for event in Event.known.get(action, ()):
        try:
            return event.from_fields(texts)
        except ValueError:
            continue
    return Unknown(stored=action, **texts._asdict())


def kind_of(action: str) -> RecordKind:
    """What an action is sorted under, whatever its texts."""
    classes = Event.known.get(action)
    return classes[0].kind if classes else RecordKind.OTHER


class Recorded(Protocol):
    """What a sentence is made of: an entry of the record."""

    @property
    def actor(self) -> str:
        """Who acted."""

    @property
    def event(self) -> Event:
        """What happened."""


def who(entry: Recorded) -> str:
    """Who did it, as a sentence begins."""
    return entry.event.doer(entry.actor) or _("Somebody")


def without_reason(entry: Recorded, names: Names) -> str:
    """Who did what."""
    return fill(_("{who} {what}"), {"who": who(entry), "what": entry.event.what(names)}.__getitem__)


def sentence(entry: Recorded, names: Names) -> str:
    """Who did what and why."""
    told, reason = without_reason(entry, names), entry.event.why()
    if not reason:
        return told
    return _("{told}, reason: {reason}").format(told=told, reason=reason)
