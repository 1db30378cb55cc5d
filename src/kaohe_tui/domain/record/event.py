"""Define what all events share: fields, the texts of an entry, and the sentence for a person."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from inspect import get_annotations
from string import Formatter
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, Protocol, Self, dataclass_transform

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.access.duties import Power
from kaohe_tui.domain.record.fields.labels import LABELS
from kaohe_tui.domain.record.fields.value import Codes, Value
from kaohe_tui.domain.record.fields.values import Period, Text, Tier
from kaohe_tui.domain.record.words import Names, RecordKind, fill, short
from kaohe_tui.words import _


class Texts(NamedTuple):
    """The texts of an entry that describe what happened; one that does not apply is empty."""

    period: str = ""
    """Key of the period; empty for the year or none."""
    tier: str = ""
    """Key of the tier; empty for none."""
    subject: str = ""
    """The thing or person it is about."""
    old: str = ""
    """The old state."""
    new: str = ""
    """The new state."""
    reason: str = ""
    """Why."""


class Effect(Enum):
    """Effect of an event on the standings; docs/record.md, "The standings as they stood"."""

    NOTHING = "nothing"
    """It changes nothing that the standings come from."""
    FACT = "fact"
    """It is one of the facts that the standings come from."""
    SCORE = "score"
    """It may also change a score, a rank or what is owed."""


class Where(NamedTuple):
    """Place of people's codes in an event's texts."""

    column: str
    """Name of the text, one of ``Texts``."""
    codes: Codes
    """The way in which the codes stand in it."""
    place: int | None = None
    """Index of the code in a pair, 0 or 1; None where the text is no pair."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Event:
    """Something that happened, as one entry of the record describes it.

    A subclass is a frozen dataclass of its annotations, made without ``@dataclass``: that compiles
    each class, which took longer than the rest of the start. The type of a field is one of
    ``values``; ``layout`` says how they stand in the entry's texts. These are kept for good:
    another form needs another class of the same action.

    The class attributes below are named as keywords, ``class PeriodReopened(OfPeriod,
    action="reopen_period", ...)``; what a class leaves out it inherits from its base.
    """

    action: ClassVar[str] = ""
    """The record's name for it, which stands nowhere else; empty for a base of others."""
    power: ClassVar[Power]
    """The power an operator needs to cause it."""
    kind: ClassVar[RecordKind]
    """The kind it is sorted under."""
    layout: ClassVar[Mapping[str, str]] = {}
    """Text of the entry -> the fields in it, in braces; a text without a layout is empty."""
    says: ClassVar[str]
    """The sentence, without who did it; a message with fields in braces."""
    effect: ClassVar[Effect] = Effect.NOTHING
    """Its effect on the standings."""
    values: ClassVar[Mapping[str, Value[Any]]] = {}
    """Field's name -> how it is written, read and shown; in the order of the fields."""
    known: ClassVar[dict[str, list[type["Event"]]]] = {}
    """Action -> its classes; mostly one."""

    def __init_subclass__(
        cls,
        *,
        action: str = "",
        power: Power | None = None,
        kind: RecordKind | None = None,
        effect: Effect | None = None,
        layout: Mapping[str, str] = MappingProxyType({}),
        says: str | None = None,
    ) -> None:
        """Take a class into the registry.

        Args:
            action: see the attribute; a class without one is a base of others.
            power: see the attribute; None: the base's, as for the others.
            kind: see the attribute.
            effect: see the attribute.
            layout: joins the base's.
            says: see the attribute.
        """
        super().__init_subclass__()
        base: type[Event] = cls.__bases__[0]
        own_values = {
            name: annotation.__metadata__[0]
            for name, annotation in get_annotations(cls).items()
            if hasattr(annotation, "__metadata__")
        }
        cls.values = {**base.values, **own_values}
        cls.layout = {**base.layout, **layout}
        keywords = {"power": power, "kind": kind, "effect": effect, "says": says}
        for name, value in keywords.items():
            if value is not None:
                setattr(cls, name, value)
        if action:
            cls.action = action
            Event.known.setdefault(action, []).append(cls)

    def __init__(self, **fields: Any) -> None:
        """Set the fields, which are frozen afterwards.

        Raises:
            TypeError: when a field is unknown, or one without a default is missing.
        """
        unknown = fields.keys() - self.values.keys()
        missing = [n for n in self.values if n not in fields and not hasattr(type(self), n)]
        if unknown or missing:
            raise TypeError(f"{type(self).__name__}: {[*unknown, *missing]}")
        self.__dict__.update(fields)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self.to_fields())

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self._all().items())
        return f"{type(self).__name__}({fields})"

    def _all(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.values}

    # -- the entry -----------------------------------------------------------------------------

    @property
    def word(self) -> str:
        """The action, as it is stored."""
        return self.action

    def to_fields(self) -> Texts:
        """Return the texts of the event's entry."""
        written = {n: value.write(getattr(self, n)) for n, value in self.values.items()}
        return Texts(**{c: layout.format_map(written) for c, layout in self.layout.items()})

    @classmethod
    def from_fields(cls, texts: Texts) -> Self:
        """Return the event that an entry with these texts describes.

        Raises:
            ValueError: when it describes another one.
        """
        fields: dict[str, Any] = {}
        for text, pattern in zip(texts, _patterns(cls), strict=True):
            match = pattern.fullmatch(text)
            if match is None:
                raise ValueError(text)
            fields |= {
                name: cls.values[name].read(part) for name, part in match.groupdict().items()
            }
        event = cls(**fields)
        if event.to_fields() != texts:
            raise ValueError(texts)
        return event

    @classmethod
    def codes(cls) -> Iterator[Where]:
        """Yield the places of the codes of the people it is about."""
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
        """Return the name the sentence begins with.

        Args:
            actor: whom the entry names as acting.
        """
        return actor

    def message(self) -> str:
        """Return the message of the sentence; subclasses choose by their fields."""
        return self.says

    def message_of(self, _actor: str) -> str:
        """Return the message where it depends on whom the entry names as acting."""
        return self.message()

    def what(self, names: Names, actor: str = "") -> str:
        """Return the rest of a sentence that begins with the name of the person who acted.

        Args:
            names: of the keys and codes.
            actor: whom the entry names as acting.
        """

        def shown(name: str) -> str:
            return short(self.values[name].show(getattr(self, name), names, self._period))

        return fill(_(self.message_of(actor)), shown)

    def why(self) -> str:
        """Return the reason; empty without one."""
        return str(getattr(self, "reason", ""))

    def details(self, names: Names) -> Iterator[tuple[str, str]]:
        """Yield (label, line) for every field that has a value.

        A field of several lines has its label on the first alone.
        """
        for name, value in self.values.items():
            label = _(LABELS[name])
            for line in value.own_lines(getattr(self, name), names, self._period):
                yield label, line
                label = ""

    @property
    def _period(self) -> str:
        return str(getattr(self, "period", ""))


class OfPeriod(Event, layout={"period": "{period}"}):
    """An event in one period, or in the year."""

    period: Period
    """Key of the period; empty for the year."""


class OfTier(OfPeriod, layout={"tier": "{tier}"}):
    """An event in one tier."""

    tier: Tier
    """Key of the tier in the period's scheme."""


class Unknown(
    Event,
    power=duties.UNKNOWN,
    kind=RecordKind.OTHER,
    layout={name: "{" + name + "}" for name in Texts._fields},
    says="",
):
    """An event that this kaohe does not understand: of a newer one, or in another form.

    It keeps the texts and is shown as it stands.
    """

    stored: Text
    """The action, as it is stored."""
    period: Period = ""
    """See ``Texts.period``."""
    tier: Tier = ""
    """See ``Texts.tier``."""
    subject: Text = ""
    """See ``Texts.subject``."""
    old: Text = ""
    """See ``Texts.old``."""
    new: Text = ""
    """See ``Texts.new``."""
    reason: Text = ""
    """See ``Texts.reason``."""

    @property
    def word(self) -> str:
        """The action, as it is stored."""
        return self.stored

    def what(self, _names: Names, _actor: str = "") -> str:
        """Return the texts themselves."""
        parts = (self.stored, self.subject, self.old, self.new)
        return " ".join(short(part) for part in parts if part)


_PATTERNS: dict[type[Event], list[re.Pattern[str]]] = {}


def _patterns(event: type[Event]) -> list[re.Pattern[str]]:
    """Return a pattern for each text of an event; compiled when the first is read."""
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
    """Return the event an entry describes; ``Unknown`` where this kaohe does not understand it."""
    for event in Event.known.get(action, ()):
        try:
            return event.from_fields(texts)
        except ValueError:
            continue
    return Unknown(stored=action, **texts._asdict())


def kind_of(action: str) -> RecordKind:
    """Return the kind an action is sorted under, whatever its texts."""
    classes = Event.known.get(action)
    return classes[0].kind if classes else RecordKind.OTHER


class Recorded(Protocol):
    """An entry of the record, as far as a sentence needs it."""

    @property
    def actor(self) -> str:
        """The name of the person who acted."""

    @property
    def event(self) -> Event:
        """The event that the entry records."""


def who(entry: Recorded) -> str:
    """Return the name of the person who acted, to begin a sentence."""
    return entry.event.doer(entry.actor) or _("Somebody")


def without_reason(entry: Recorded, names: Names) -> str:
    """Return the sentence: who did what."""
    deed = entry.event.what(names, entry.actor)
    return fill(_("{who} {what}"), {"who": who(entry), "what": deed}.__getitem__)


def sentence(entry: Recorded, names: Names) -> str:
    """Return the sentence: who did what and why."""
    statement, reason = without_reason(entry, names), entry.event.why()
    if not reason:
        return statement
    return _("{told}, reason: {reason}").format(told=statement, reason=reason)
