"""What outlives a shift of the page: who works by a new configuration remembers who came before it was read."""

import asyncio
from weakref import WeakValueDictionary

from wabot.clock import Clock
from wabot.web.access import STRIKES, Links
from wabot.web.allowance import Allowance
from wabot.web.arrivals import UnderWay
from wabot.web.passwords import Passwords
from wabot.web.send import MOST


class Lasting:
    """As long as the daemon. Shifts overlap, so some of it may be at work for two of them at once."""

    def __init__(self, clock: Clock) -> None:
        """`keys`: those of POST /send under which something is being sent."""
        self.links = Links(clock)
        self.strikes = Allowance(clock, STRIKES)
        self.passwords = Passwords(clock)
        self.sends = Allowance(clock, MOST)
        self.keys: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.under_way = UnderWay()
