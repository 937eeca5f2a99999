"""The session's state machine: what happened in which state leads where, why, and what is to be done.

Pure. The situations are those that neonize 0.5.2 was seen in.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from wabot.whatsapp.reasons import Reason, Why
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
    HEARD_NOTHING = auto()  # messages go out, and no phone reports any, nor does anybody write
    STORE_FAILED = auto()  # the library cannot write its database, without which it can read no message
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
    reason: Reason | None = None
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
    "LOGGED_OUT": Why.REMOVED_ON_PHONE,
    "MAIN_DEVICE_GONE": Why.ACCOUNT_GONE,
    "UNKNOWN_LOGOUT": Why.ENDED_UNEXPLAINED,
}
_BANNED = {
    "SEND_TO_TOO_MANY_PEOPLE": Why.BANNED_STRANGERS,
    "BLOCKED_BY_USERS": Why.BANNED_BLOCKED,
    "CREATED_TOO_MANY_GROUPS": Why.BANNED_GROUPS,
    "SENT_TOO_MANY_SAME_MESSAGE": Why.BANNED_SAME_MESSAGE,
    "BROADCAST_LIST": Why.BANNED_BROADCAST,
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
            return Step(State.CONNECTING, Reason(Why.QR_ASKED), Action.DIAL)
    if state in FOR_A_PERSON:
        return None
    return _ended_by_whatsapp(event) or _unpaired(state, event) or _lost(state, event)


def _ended_by_whatsapp(event: Event) -> Step | None:
    """What only a person can undo."""
    match event.what:
        case What.REPLACED:
            return Step(State.REPLACED, Reason(Why.TAKEN_OVER), Action.HANG_UP)
        case What.LOGGED_OUT:
            return Step(State.LOGGED_OUT, _known(_LOGGED_OUT, Why.ENDED, event.detail), Action.HANG_UP)
        case What.UNLINKED:
            return Step(State.LOGGED_OUT, Reason(Why.UNLINKED), Action.HANG_UP)
        case What.NOBODY_PAIRED:
            return Step(State.LOGGED_OUT, Reason(Why.NOBODY_SCANNED), Action.HANG_UP)
        case What.BANNED:
            return Step(State.BANNED, _known(_BANNED, Why.BANNED, event.detail), Action.HANG_UP, event.until)
        case What.OUTDATED:
            return Step(State.OUTDATED, Reason(Why.OLD_LIBRARY), Action.HANG_UP)
    return None


def _known(reasons: dict[str, Why], otherwise: Why, detail: str) -> Reason:
    """The reason behind a word of the library; one that is new to us keeps that word."""
    return Reason(reasons[detail]) if detail in reasons else Reason(otherwise, detail)


def _unpaired(state: State, event: Event) -> Step | None:
    """The way from no linked phone to a linked one."""
    match event.what:
        case What.QR_SHOWN if state is not State.ONLINE:
            return Step(State.PAIRING)
        case What.QR_RAN_OUT if state is not State.ONLINE:
            return Step(State.PAIRING, Reason(Why.QR_RAN_OUT), Action.REDIAL)
        case What.OUT_OF_PATIENCE if state is State.PAIRING:
            return Step(State.PAIRING, Reason(Why.QR_RAN_OUT), Action.REDIAL)
        case What.PAIRED if state is State.PAIRING:
            return Step(State.CONNECTING, Reason(Why.FIRST_LOGIN))
    return None


def _lost(state: State, event: Event) -> Step | None:
    """Connections that come and go."""
    match event.what:
        case What.READY:
            return None if state is State.ONLINE else Step(State.ONLINE)
        case What.DROPPED if state is State.ONLINE:
            return Step(State.RECONNECTING, Reason(Why.DROPPED))
        case What.FLAPPED:
            return Step(State.RECONNECTING, Reason(Why.FLAPPED), Action.REDIAL)
        case What.KEEP_ALIVE_MISSED if state is State.ONLINE:
            return Step(State.DEAF, Reason(Why.SILENT), Action.REDIAL)
        case What.ACK_MISSED if state is State.ONLINE:
            return Step(State.DEAF, Reason(Why.NO_ACKNOWLEDGEMENT), Action.REDIAL)
        case What.HEARD_NOTHING if state is State.ONLINE:
            return Step(State.DEAF, Reason(Why.NOBODY_HEARD), Action.REDIAL)
        case What.STREAM_ENDED if state is State.ONLINE:
            return Step(State.DEAF, Reason(Why.NOTHING_TOLD), Action.REDIAL)
        case What.STREAM_ENDED if state is not State.PAIRING:
            return Step(State.RECONNECTING, Reason(Why.UNREACHABLE, event.detail), Action.REDIAL)
        case What.STREAM_ENDED:
            return Step(State.PAIRING, Reason(Why.QR_DROPPED), Action.REDIAL)
        case What.STORE_FAILED:
            return Step(State.RECONNECTING, Reason(Why.DISK, event.detail), Action.REDIAL)
        case What.REFUSED:
            return Step(State.RECONNECTING, Reason(Why.REFUSED, event.detail), Action.REDIAL)
        case What.OUT_OF_PATIENCE if state in _LOST or state is State.CONNECTING:
            return Step(State.RECONNECTING, Reason(Why.NO_ANSWER), Action.REDIAL)
    return None


def pause_s(redials: int, chance: float) -> float:
    """How long to wait before redial number `redials` (0 is the first); `chance` 0-1 spreads it by a quarter."""
    pause = PAUSES_S[min(redials, len(PAUSES_S) - 1)]
    return pause * (0.75 + chance / 2)
