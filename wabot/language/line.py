"""A line: the words of a message in order, with safe look-ups beyond its ends."""

from collections.abc import Iterator

from wabot.language.lexicon import Value, Word


class Line:
    """What the readers of days and clock times walk over."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __getitem__(self, at: int) -> Word:
        return self.words[at]

    def get(self, at: int, tag: str) -> Value | None:
        """The value of a sense of the word there; None without that sense or beyond the line."""
        return self.words[at].senses.get(tag) if 0 <= at < len(self.words) else None

    def number(self, at: int, tag: str) -> int | None:
        """The same, for senses whose values are numbers."""
        value = self.get(at, tag)
        return value if isinstance(value, int) else None

    def form(self, at: int) -> str:
        """The known form of the word there, "" beyond the line."""
        return self.words[at].form if 0 <= at < len(self.words) else ""

    def is_digits(self, at: int) -> bool:
        """Whether a number in digits stands there."""
        return 0 <= at < len(self.words) and self.words[at].kind == "number"

    def is_russian(self, at: int) -> bool:
        """Whether the word there is a Russian one."""
        return not self.form(at).isascii()

    def skip(self, at: int, *tags: str) -> int:
        """The first place from there that has none of the senses, a few words on at most."""
        end = at + 5
        while at < end and any(self.get(at, tag) is not None for tag in tags):
            at += 1
        return at
