"""The session's state machine: what happened in which state leads where, why, and what is to be done.

Pure. The situations are those that neonize 0.5.2 was seen in; the words are for the owner.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from wabot.whatsapp.session import FOR_A_PERSON, State


class What(Enum):
    """Everything that can happen to a session."""

    CONNECT_ASKED = auto()  # by a person
    PAIR_ASKED = auto()
    UNLINKED = auto()  # by a person, through us
    STOP_ASKED = auto()
    QR_SHOWN = auto()
    QR_RAN_OUT = auto()  # or the server hung up during the QR; a fresh one may be shown
    NOBODY_PAIRED = auto()  # the last QR ran out
    PAIRED = auto()
    READY = auto()  # logged in, and what was written meanwhile has come in
    DROPPED = auto()  # whatsmeow reconnects by itself
    FLAPPED = auto()  # dropped again and again, as soon as the connection stood
    KEEP_ALIVE_MISSED = auto()
    ACK_MISSED = auto()
    REFUSED = auto()  # the login failed in a way that whatsmeow does not retry
    STREAM_ENDED = auto()  # the connect call returned: a failed dial, or events that no longer reach us
    OUT_OF_PATIENCE = auto()  # too long in one state
    REPLACED = auto()
    LOGGED_OUT = auto()
    BANNED = auto()
    OUTDATED = auto()


@dataclass(frozen=True, slots=True)
class Event:
    """What happened; `detail` in the library's words, `until` the end of a ban."""

    what: What
    detail: str = ""
    until: datetime | None = None


class Action(Enum):
    """What is to be done about it. Dialling always hangs up first: there is one connection at most."""

    NOTHING = auto()
    DIAL = auto()
    REDIAL = auto()  # at once the first time, then after pauses that grow
    HANG_UP = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """The state from now on, why, and what is to be done."""

    state: State
    reason: str | None = None
    action: Action = Action.NOTHING
    until: datetime | None = None


REMEDY = {
    State.STARTING: "wait a moment",
    State.CONNECTING: "wait a moment",
    State.PAIRING: "scan the QR with the salon's phone (page, or `wabot pair`)",
    State.RECONNECTING: "it comes back by itself; check the network if it does not",
    State.DEAF: "it is dialling again",
    State.REPLACED: "`wabot connect` takes the session back; first stop the other program that uses it",
    State.LOGGED_OUT: "link the phone again with `wabot pair`",
    State.BANNED: "wait until the ban ends, then `wabot connect`",
    State.OUTDATED: "update the package neonize, then `wabot connect`",
    State.STOPPED: "start `wabot run`",
}
"""What a person can do in each state but online."""

PATIENCE_S = {State.CONNECTING: 45.0, State.PAIRING: 75.0, State.RECONNECTING: 45.0, State.DEAF: 45.0}
"""How long a state may last before OUT_OF_PATIENCE.

Reconnecting: whatsmeow dials after 0, 2, 6, 12, 20, 30 and 42 s and then ever more rarely, without end; from there on
we dial. Pairing: one QR shows for 20 s, the first for 60 s.
"""

PAUSES_S = (0.0, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0)
"""Before the first, second, ... redial in a row; the last one for ever."""

_LOGGED_OUT = {
    "LOGGED_OUT": "this device was removed on the phone",
    "MAIN_DEVICE_GONE": "WhatsApp says that the phone's account is gone or locked",
    "UNKNOWN_LOGOUT": "WhatsApp ended the session without saying why",
}
_BANNED = {
    "SEND_TO_TOO_MANY_PEOPLE": "too many messages to people who do not have the number",
    "BLOCKED_BY_USERS": "too many people blocked the number",
    "CREATED_TOO_MANY_GROUPS": "too many groups with people who do not have the number",
    "SENT_TOO_MANY_SAME_MESSAGE": "the same message too many times",
    "BROADCAST_LIST": "too many messages to a broadcast list",
}
_LOST = frozenset({State.RECONNECTING, State.DEAF})
_UNDER_WAY = frozenset({State.CONNECTING, State.PAIRING, State.ONLINE})


def advance(state: State, event: Event) -> Step | None:
    """Where the event leads; None when it changes nothing."""
    if state is State.STOPPED:
        return None
    match event.what:
        case What.STOP_ASKED:
            return Step(State.STOPPED, None, Action.HANG_UP)
        case What.CONNECT_ASKED:
            return None if state in _UNDER_WAY else Step(State.CONNECTING, None, Action.DIAL)
        case What.PAIR_ASKED:
            return Step(State.CONNECTING, "asking WhatsApp for a QR", Action.DIAL)
    if state in FOR_A_PERSON:
        return None
    return _ended_by_whatsapp(event) or _unpaired(state, event) or _lost(state, event)


def _ended_by_whatsapp(event: Event) -> Step | None:
    """What only a person can undo."""
    match event.what:
        case What.REPLACED:
            return Step(State.REPLACED, "another program or device took the session over", Action.HANG_UP)
        case What.LOGGED_OUT:
            words = _LOGGED_OUT.get(event.detail, f"WhatsApp ended the session ({event.detail})")
            return Step(State.LOGGED_OUT, words, Action.HANG_UP)
        case What.UNLINKED:
            return Step(State.LOGGED_OUT, "unlinked by hand", Action.HANG_UP)
        case What.NOBODY_PAIRED:
            return Step(State.LOGGED_OUT, "nobody scanned the QR in time", Action.HANG_UP)
        case What.BANNED:
            why = _BANNED.get(event.detail, event.detail)
            words = f"WhatsApp banned the number for a time: {why}"
            return Step(State.BANNED, words, Action.HANG_UP, event.until)
        case What.OUTDATED:
            words = "WhatsApp no longer accepts this version of the package neonize"
            return Step(State.OUTDATED, words, Action.HANG_UP)
    return None


def _unpaired(state: State, event: Event) -> Step | None:
    """The way from no linked phone to a linked one."""
    match event.what:
        case What.QR_SHOWN if state is not State.ONLINE:
            return Step(State.PAIRING)
        case What.QR_RAN_OUT if state is not State.ONLINE:
            return Step(State.PAIRING, "the QR ran out, a new one comes", Action.REDIAL)
        case What.OUT_OF_PATIENCE if state is State.PAIRING:
            return Step(State.PAIRING, "the QR ran out, a new one comes", Action.REDIAL)
        case What.PAIRED if state is State.PAIRING:
            return Step(State.CONNECTING, "linked; logging in for the first time")
    return None


def _lost(state: State, event: Event) -> Step | None:
    """Connections that come and go."""
    match event.what:
        case What.READY:
            return None if state is State.ONLINE else Step(State.ONLINE)
        case What.DROPPED if state is State.ONLINE:
            return Step(State.RECONNECTING, "the connection dropped")
        case What.FLAPPED:
            words = "the connection drops as soon as it stands: does another program use this session?"
            return Step(State.RECONNECTING, words, Action.REDIAL)
        case What.KEEP_ALIVE_MISSED if state is State.ONLINE:
            return Step(State.DEAF, "WhatsApp does not answer on this connection", Action.REDIAL)
        case What.ACK_MISSED if state is State.ONLINE:
            return Step(State.DEAF, "WhatsApp did not acknowledge a message", Action.REDIAL)
        case What.STREAM_ENDED if state is State.ONLINE:
            return Step(State.DEAF, "the library no longer tells what it hears", Action.REDIAL)
        case What.STREAM_ENDED if state is not State.PAIRING:
            return Step(State.RECONNECTING, f"WhatsApp cannot be reached: {event.detail}", Action.REDIAL)
        case What.STREAM_ENDED:
            return Step(State.PAIRING, "the connection dropped, a new QR comes", Action.REDIAL)
        case What.REFUSED:
            return Step(State.RECONNECTING, f"WhatsApp refuses the login: {event.detail}", Action.REDIAL)
        case What.OUT_OF_PATIENCE if state in _LOST or state is State.CONNECTING:
            return Step(State.RECONNECTING, "WhatsApp does not answer", Action.REDIAL)
    return None


def pause_s(redials: int, chance: float) -> float:
    """How long to wait before redial number `redials` (0 is the first); `chance` 0-1 spreads it by a quarter."""
    pause = PAUSES_S[min(redials, len(PAUSES_S) - 1)]
    return pause * (0.75 + chance / 2)
