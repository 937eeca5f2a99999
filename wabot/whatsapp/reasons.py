"""Why the session stands as it does: a word of ours for each reason, and what it is in English."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Why(StrEnum):
    """Every reason; its value is what is stored, so it never changes."""

    QR_ASKED = "qr_asked"
    QR_RAN_OUT = "qr_ran_out"
    QR_DROPPED = "qr_dropped"
    NO_CODE = "no_code"
    FIRST_LOGIN = "first_login"
    DROPPED = "dropped"
    FLAPPED = "flapped"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    SILENT = "silent"
    NO_ACKNOWLEDGEMENT = "no_acknowledgement"
    NOBODY_HEARD = "nobody_heard"
    NOTHING_TOLD = "nothing_told"
    DISK = "disk"
    TAKEN_OVER = "taken_over"
    REMOVED_ON_PHONE = "removed_on_phone"
    ACCOUNT_GONE = "account_gone"
    ENDED_UNEXPLAINED = "ended_unexplained"
    ENDED = "ended"
    UNLINKED = "unlinked"
    NOBODY_SCANNED = "nobody_scanned"
    BANNED_STRANGERS = "banned_strangers"
    BANNED_BLOCKED = "banned_blocked"
    BANNED_GROUPS = "banned_groups"
    BANNED_SAME_MESSAGE = "banned_same_message"
    BANNED_BROADCAST = "banned_broadcast"
    BANNED = "banned"
    OLD_LIBRARY = "old_library"
    OTHER = "other"  # words stored by a wabot that had no codes yet


_BANNED = "WhatsApp banned the number for a time"
_ENGLISH = {
    Why.QR_ASKED: "asking WhatsApp for a QR",
    Why.QR_RAN_OUT: "the QR ran out, a new one comes",
    Why.QR_DROPPED: "the connection dropped, a new QR comes",
    Why.NO_CODE: "{}",
    Why.FIRST_LOGIN: "linked; logging in for the first time",
    Why.DROPPED: "the connection dropped",
    Why.FLAPPED: "the connection drops as soon as it stands: does another program use this session?",
    Why.UNREACHABLE: "WhatsApp cannot be reached: {}",
    Why.REFUSED: "WhatsApp refuses the login: {}",
    Why.NO_ANSWER: "WhatsApp does not answer",
    Why.SILENT: "WhatsApp does not answer on this connection",
    Why.NO_ACKNOWLEDGEMENT: "WhatsApp did not acknowledge a message",
    Why.NOBODY_HEARD: "messages go out, but no phone reports them and nobody writes",
    Why.NOTHING_TOLD: "the library no longer tells what it hears",
    Why.DISK: "the disk cannot be written, so that WhatsApp keeps what customers write: {}",
    Why.TAKEN_OVER: "another program or device took the session over",
    Why.REMOVED_ON_PHONE: "this device was removed on the phone",
    Why.ACCOUNT_GONE: "WhatsApp says that the phone's account is gone or locked",
    Why.ENDED_UNEXPLAINED: "WhatsApp ended the session without saying why",
    Why.ENDED: "WhatsApp ended the session ({})",
    Why.UNLINKED: "unlinked by hand",
    Why.NOBODY_SCANNED: "nobody scanned the QR in time",
    Why.BANNED_STRANGERS: f"{_BANNED}: too many messages to people who do not have the number",
    Why.BANNED_BLOCKED: f"{_BANNED}: too many people blocked the number",
    Why.BANNED_GROUPS: f"{_BANNED}: too many groups with people who do not have the number",
    Why.BANNED_SAME_MESSAGE: f"{_BANNED}: the same message too many times",
    Why.BANNED_BROADCAST: f"{_BANNED}: too many messages to a broadcast list",
    Why.BANNED: f"{_BANNED}: {{}}",
    Why.OLD_LIBRARY: "WhatsApp no longer accepts this version of the package neonize",
    Why.OTHER: "{}",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason; `detail` in the library's words, for the reasons that have any. As a string it is English."""

    why: Why
    detail: str = ""

    def __str__(self) -> str:
        return _ENGLISH[self.why].format(self.detail)

    @property
    def stored(self) -> str:
        """As one string, which `parse` reads: "unreachable: no route to host"."""
        return f"{self.why}: {self.detail}" if self.detail else self.why.value

    @classmethod
    def parse(cls, stored: str) -> Self:
        """The reason that was stored; anything else is `OTHER`, in its own words."""
        why, _, detail = stored.partition(": ")
        return cls(Why(why), detail) if why in set(Why) else cls(Why.OTHER, stored)
