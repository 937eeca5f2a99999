"""What can go wrong with the world (a refusal by the salon's rules is a value, not an error).

WabotError                 every error that is ours; its text says what happened, to what, and what to do
    ConfigError            config.toml cannot be used; carries all faults at once
    StateError             the state folder cannot be used
        StateLocked        another wabot owns it
        NewerDatabase      a newer wabot wrote the database
        BadBackup          a backup is damaged, or none of ours
    NoDaemon               a command needs the daemon and found none
    SendError              a message did not go out as asked
        NotConnected       the session is not online: nothing was sent
        SendRefused        WhatsApp refused it: nothing was delivered
            NotOnWhatsApp  the number has no WhatsApp
        OutcomeUnknown     it may or may not have gone out
    AlreadyLinked          a phone is linked to the session already
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class WabotError(Exception):
    """Something happened that a person has to know; `exit_code` is what a command leaves with."""

    exit_code: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the configuration: where, what, and what to write instead."""

    key: str
    problem: str
    instead: str

    def __str__(self) -> str:
        return f"{self.key}: {self.problem}; {self.instead}" if self.instead else f"{self.key}: {self.problem}"


class ConfigError(WabotError):
    """The configuration cannot be used. Correct every fault listed and start again."""

    exit_code = 78

    def __init__(self, source: str, faults: Sequence[Fault]) -> None:
        self.source = source
        self.faults = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__("\n".join([f"{source}: {count}", *(f"  {fault}" for fault in self.faults)]))


class StateError(WabotError):
    """The state folder cannot be used; the text says why."""


class StateLocked(StateError):
    """Another wabot owns the state folder. Stop that one, or name another folder in `storage.dir`."""

    exit_code = 75


class NewerDatabase(StateError):
    """The database was written by a newer wabot. Install that version again, or restore a backup."""


class BadBackup(StateError):
    """A backup cannot be used. Take another one."""


class NoDaemon(WabotError):
    """No daemon answers. Start one with `wabot run`."""

    exit_code = 69


class SendError(WabotError):
    """A message did not go out as asked."""


class NotConnected(SendError):
    """The session is not online; nothing was sent. Wait for it, or connect it by hand."""


class SendRefused(SendError):
    """WhatsApp refused the message; nothing was delivered. Sending it again will not help."""


class NotOnWhatsApp(SendRefused):
    """Nobody uses WhatsApp under this number."""


class OutcomeUnknown(SendError):
    """No acknowledgement came; the message may or may not have gone out."""


class AlreadyLinked(WabotError):
    """A phone is linked to the session. Unlink it before another is."""
