"""Find the keys of a TOML table, in whatever word, and say where they stand.

Rule: docs/files.md, "scheme.toml".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import shown
from kaohe_tui.files.toml.lines import Lines, Place
from kaohe_tui.words import N_, _

_LIKE = 0.75
"""How alike a wrong key must be to the one that is offered for it, from 0 to 1."""
Words = Mapping[str, Sequence[str]]
"""Word -> other words for it, the usual one first."""


def _nothing(_table: str, _word: str) -> str:
    """Know nothing that comes near."""
    return ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name, the lines of its keys, and the other words that it may use."""

    file: str
    """The file's name, for refusals."""
    lines: Lines
    """Finds the line of a key."""
    keys: Words = field(default_factory=dict)
    """Key -> the other words for it."""
    values: Mapping[str, Words] = field(default_factory=dict)
    """Key -> a word that it may hold -> the other words for that."""
    flags: Mapping[str, bool] = field(default_factory=dict)
    """Words for true and false."""
    nearest: Callable[[str, str], str] = _nothing
    """Table, or key of a value, and an unknown word -> a message, what comes nearest to it."""

    def placed(self, refusal: Refusal, place: Place, label: str) -> Refusal:
        """Return a refusal with its place.

        Args:
            refusal: what is wrong.
            place: the way to the value, in the file's own words.
            label: what the table and the key are called; empty for the file as a whole.
        """
        if label:
            refusal = refusal.within(N_("{key}: {fault}"), key=label)
        return refusal.at(shown(self.file), self.lines.line(place))


def listed(words: Iterable[str]) -> str:
    """Join words of the file's own language as an error lists them."""
    return ", ".join(words)


@dataclass(frozen=True, slots=True)
class Keys:
    """One table of the file."""

    source: Source
    """The file that the table stands in."""
    place: Place
    """The way from the file's root to the table; empty for the root."""
    values: Mapping[str, object]
    """The table's values as TOML gives them; a number with a point is a ``Decimal``."""

    def written(self, key: str) -> str:
        """Return the key as the table has it: in another word for it, or as it is."""
        return next((word for word in self._words(key) if word in self.values), key)

    def has(self, key: str) -> bool:
        """Return whether the table holds the key, in whatever word."""
        return self.written(key) in self.values

    def get(self, key: str, default: object = None) -> object:
        """Return what stands under the key, as TOML gives it; the default without it."""
        return self.values.get(self.written(key), default)

    def line(self, key: str) -> int:
        """Return the line of a key, from 1; the table's where the key is empty or missing."""
        return self.source.lines.line((*self.place, self.written(key)) if key else self.place)

    def label(self, key: str = "") -> str:
        """Return what an error calls the table or a key of it, e.g. ``[[tiers]] weight``."""
        name = ".".join(part for part in self.place if isinstance(part, str))
        if name:
            name = f"[[{name}]]" if isinstance(self.place[-1], int) else f"[{name}]"
        return " ".join(part for part in (name, shown(self.written(key))) if part)

    def fault(self, key: str, code: str, message: str, /, **values: object) -> Refusal:
        """Return the refusal of one key; an empty key means the table as a whole."""
        return self.placed(key, Refusal(code, message, **values))

    def placed(self, key: str, refusal: Refusal) -> Refusal:
        """Return a refusal with its place: a key, or the table where ``key`` is empty."""
        place = (*self.place, self.written(key)) if key else self.place
        return self.source.placed(refusal, place, self.label(key))

    def unsupported(self, key: str, nearest: str) -> Refusal:
        """Return the refusal of what no scheme can say; ``nearest``, a message, says what can."""
        sentence = N_("A scheme cannot say this. {nearest}")
        return self.fault(key, "wish-unsupported", sentence, nearest=_(nearest))

    def only(self, *keys: str) -> None:
        """Refuse every key that is not among the known ones.

        Raises:
            Refusal: naming the key and the known one that it looks like.
        """
        words = {word: key for key in keys for word in self._words(key)}
        first: dict[str, str] = {}
        for word in self.values:
            if word not in words:
                raise self._unknown(word, keys)
            earlier = first.setdefault(words[word], word)
            if earlier != word:
                raise self.fault(
                    word,
                    "key-in-two-words",
                    N_("This key and “{earlier}” mean the same; keep one of them."),
                    earlier=earlier,
                )

    @property
    def _table(self) -> str:
        """The table's key, as readers ask for it; empty for the root."""
        word = next((part for part in reversed(self.place) if isinstance(part, str)), "")
        return next((key for key, words in self.source.keys.items() if word in words), word)

    def _words(self, key: str) -> tuple[str, ...]:
        return (key, *self.source.keys.get(key, ()))

    def _unknown(self, word: str, keys: Sequence[str]) -> Refusal:
        """Return the refusal of a key that no reader takes, with the one that it looks like.

        It answers in the language of the key: with English keys, or with the usual other words.
        """
        if nearest := self.source.nearest(self._table, word):
            return self.unsupported(word, nearest)
        known = [self._words(key)[: 1 if word.isascii() else 2][-1] for key in keys]
        close = get_close_matches(word[:40].lower(), known, n=1, cutoff=_LIKE)
        if close:
            hint = N_("There is no such key; did you mean “{close}”?")
            return self.fault(word, "key-unknown", hint, close=close[0])
        hint = N_("There is no such key; the keys here are: {known}.")
        return self.fault(word, "key-unknown", hint, known=listed(known))

    def require(self, *keys: str) -> None:
        """Refuse the table when one of the keys is missing."""
        for key in keys:
            if not self.has(key):
                raise self.fault(
                    key, "key-missing", N_("This key is missing; add it to the table.")
                )
