"""Parts of pages that are made once for all who ask for them at the same moment."""

from collections.abc import Awaitable, Callable, Hashable

import anyio

Parts = dict[str, str]


class Shared:
    """Makes parts of one page at a time.

    Every open page asks for its parts right after each change. Made beside each other, they would keep customers'
    answers waiting for as long as all of them take.
    """

    def __init__(self, moment: Callable[[], object]) -> None:
        """`moment`: as long as it gives the same, parts that are made anew are the same too."""
        self._moment = moment
        self._turn = anyio.Lock()
        self._made: tuple[object, Parts] | None = None

    async def get(self, wanted: Hashable, make: Callable[[], Awaitable[Parts]]) -> Parts:
        """The parts that are named by `wanted`, as they are now or later: the last that were made, where nothing has
        changed, else what `make` gives. They belong to all who ask, so they are not to be altered.
        """
        asked = self._moment(), wanted
        async with self._turn:
            if self._made is None or self._made[0] != asked:
                self._made = asked, await make()
            return self._made[1]
