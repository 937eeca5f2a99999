"""What the doctor finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands. `todo` says what to do about it, None when all is well."""

    topic: str
    words: str
    todo: str | None = None

    def __str__(self) -> str:
        line = f"{'ok' if self.todo is None else 'BAD':<4} {self.topic}: {self.words}"
        return line if self.todo is None else f"{line}\n     -> {self.todo}"
