"""Passwords that are tried: the salon has one, as its hash in `web.password_hash`."""

from datetime import datetime, timedelta

import anyio
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from wabot.clock import Clock

LEAST = 10
LONGEST = 200  # characters; hashing takes its time
_HASHER = PasswordHasher(time_cost=3, memory_cost=19 * 1024, parallelism=1)  # OWASP's figures; 19 MB while it counts
FREE_TRIES = 3
LONGEST_WAIT = timedelta(minutes=5)


def hash_password(password: str) -> str:
    """What goes into the configuration (Argon2id, RFC 9106)."""
    return _HASHER.hash(password)


class Passwords:
    """Compares, one at a time, and lets whoever guesses wait: 1 s after three wrong ones, then twice as long each time.

    The wait is for everybody, as behind a reverse proxy all come from one address. The one-time link is not affected.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._one_at_a_time = anyio.Lock()
        self._wrong = 0
        self._closed_until: datetime | None = None

    @property
    def wait(self) -> timedelta | None:
        """How long no password is looked at."""
        if self._closed_until is None:
            return None
        left = self._closed_until - self._clock.now()
        return left if timedelta() < left <= LONGEST_WAIT else None

    async def is_right(self, password: str, password_hash: str) -> bool:
        """Whether it is the one of that hash; False without looking while there is something to wait for."""
        async with self._one_at_a_time:
            if self.wait is not None or len(password) > LONGEST:
                return False
            right = await anyio.to_thread.run_sync(_verify, password, password_hash)
            self._wrong = 0 if right else self._wrong + 1
            if self._wrong >= FREE_TRIES:
                doubled = timedelta(seconds=2 ** min(self._wrong - FREE_TRIES, 10))
                self._closed_until = self._clock.now() + min(doubled, LONGEST_WAIT)
            return right


def _verify(password: str, password_hash: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except VerificationError:
        return False
