"""From a command into asyncio and back."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import anyio

from wabot.errors import WabotError

T = TypeVar("T")


def answer_of(ask: Callable[..., Coroutine[Any, Any, T]], *args: Any) -> T:
    """What `ask` returns; WabotError as it is raised there."""
    answers: list[T] = []

    async def call() -> None:
        answers.append(await ask(*args))

    in_loop(call)
    return answers[0]


def in_loop(function: Callable[..., Coroutine[Any, Any, None]], *args: Any, **named: Any) -> None:
    """Run on asyncio; of the errors that end it, ours is the one to tell."""

    async def call() -> None:
        await function(*args, **named)

    try:
        anyio.run(call)
    except BaseExceptionGroup as group:
        ours = group.subgroup((WabotError, BrokenPipeError))
        if ours is None:
            raise
        raise _first(ours) from None


def _first(group: BaseException) -> BaseException:
    return _first(group.exceptions[0]) if isinstance(group, BaseExceptionGroup) else group
