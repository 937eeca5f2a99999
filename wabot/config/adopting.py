"""A configuration that is read anew while wabot runs: what of it has to wait for the next start."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wabot.config.loading import Config


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of the configuration when it was last read anew.

    `faults`: it was refused because of them, and the older one is in force. `waiting`: the keys that need a restart;
    all others are in force.
    """

    faults: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """For a status line; nothing when all of it is in force."""
        if self.faults:
            count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
            return (f"the configuration was refused ({count}, see the log): the older one is in force",)
        return (f"restart for {', '.join(self.waiting)}",) if self.waiting else ()


def adoptable(new: Config, running: Config) -> tuple[Config, tuple[str, ...]]:
    """`new` as far as a running wabot can take it over, and the keys that need a restart."""
    web = replace(new.web, host=running.web.host, port=running.web.port)
    conversation = replace(new.conversation, reject_calls=running.conversation.reject_calls)
    config = replace(
        new,
        state=running.state,
        proxy=running.proxy,
        web=web,
        conversation=conversation,
        webhooks=running.webhooks,
    )
    return config, tuple(_needing_restart(new, running))


def _needing_restart(new: Config, running: Config) -> Iterator[str]:
    if new.state != running.state:
        yield "storage.dir"
    if new.web.host != running.web.host:
        yield "web.host"
    if new.web.port != running.web.port:
        yield "web.port"
    if new.proxy != running.proxy:
        yield "whatsapp.proxy"
    if new.conversation.reject_calls != running.conversation.reject_calls:
        yield "conversation.reject_calls"
    if new.webhooks != running.webhooks:
        yield "webhooks"
    if set(new.people) - set(running.people):
        yield "new phones of the owner or staff (to know them by their hidden ids)"
