"""Define the one exception that a person can cause."""

from typing import Self

from kaohe_tui.words import N_, _, _n, join_sentences


class Refusal(Exception):
    """Something was refused, and nothing was changed.

    ``code`` says what kind of refusal it is, for programs and tests (all are listed in
    docs/refusals.md). ``str()`` is one plain sentence in the language in use at that moment: what
    was refused, where (file, line, key, person) and what to do. The screens and the command line
    show it as it is.
    """

    def __init__(self, code: str, message: str, /, **values: object) -> None:
        """Keep what was refused; the sentence is made when it is asked for.

        Args:
            code: the kind, in kebab-case; the same for every refusal of that kind.
            message: a message of the catalogue, marked with ``N_``. Without values nothing is
                filled in, so that it may also be a sentence that another function has made.
            values: what the message's fields stand for; a refusal stands for its own sentence.
        """
        super().__init__(code, message)
        self.code = code
        """The kind of refusal: a few words in kebab-case."""
        self.message = message
        """The message that is looked up, in English."""
        self.values = values
        """The values by field, with those of the refusal that this one contains."""
        self.many = "", 1
        """The message about several things, in English, and how many there are; empty for none."""

    @classmethod
    def plural(cls, code: str, one: str, many: str, count: int, /, **values: object) -> Self:
        """Return the refusal with a sentence about ``count`` things; it has a field ``count``."""
        refusal = cls(code, one, **values, count=count)
        refusal.many = many, count
        return refusal

    def __str__(self) -> str:
        """Return the sentence, in the language in use."""
        many, count = self.many
        message = _n(self.message, many, count) if many else _(self.message)
        return message.format(**self.values) if self.values else message

    @property
    def clause(self) -> str:
        """The sentence without its full stop, to stand in brackets or before one."""
        return str(self).rstrip(".。")

    def within(self, message: str, /, **values: object) -> Self:
        """Return the refusal inside another sentence, where it stands for ``{fault}``."""
        return type(self)(self.code, message, **{**self.values, **values, "fault": self})

    def at(self, file: str, line: int | None = None) -> Self:
        """Return the same refusal with its place: a file, and a line counted from 1."""
        if line is None:
            return self.within(N_("{file}: {fault}"), file=file)
        return self.within(N_("{file}, line {line}: {fault}"), file=file, line=line)

    def followed_by(self, sentence: str) -> Self:
        """Return the same refusal with another sentence behind it; an empty one adds nothing."""
        if not sentence:
            return self
        return self.within("{both}", both=_Both(self, sentence), more=sentence)

    def telling(self, **values: object) -> Self:
        """Return the refusal with other values in those of these fields that it has."""
        fields = {name: values.get(name, value) for name, value in self.values.items()}
        refusal = type(self)(self.code, self.message, **fields)
        refusal.many = self.many
        return refusal


class _Both:
    """Two sentences, joined in the language that is in use when they are read."""

    # No dataclass: every command loads this module, and dataclasses are felt at its start.
    def __init__(self, refusal: Refusal, more: str) -> None:
        self._refusal, self._more = refusal, more

    def __str__(self) -> str:
        return join_sentences((str(self._refusal), self._more))
