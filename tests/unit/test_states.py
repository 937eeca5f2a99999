# ruff: noqa: E501 - a table reads across
"""The state machine as a table: every situation that neonize 0.5.2 was seen in, and where it leads."""

from datetime import timedelta

import pytest

from tests.salon import FRIDAY
from wabot.whatsapp.session import FOR_A_PERSON, State
from wabot.whatsapp.states import PATIENCE_S, PAUSES_S, REMEDY, Action, Event, Step, What, advance, pause_s

NOTHING, DIAL, REDIAL, HANG_UP = Action.NOTHING, Action.DIAL, Action.REDIAL, Action.HANG_UP
S, W = State, What

TABLE = [
    # situation                                  state           event                              next            action   words
    ("the start",                                S.STARTING,     Event(W.CONNECT_ASKED),            S.CONNECTING,   DIAL,    None),
    ("first dial fails",                         S.CONNECTING,   Event(W.STREAM_ENDED, "refused"),  S.RECONNECTING, REDIAL,  "cannot be reached: refused"),
    ("first dial gets no answer",                S.CONNECTING,   Event(W.OUT_OF_PATIENCE),          S.RECONNECTING, REDIAL,  "does not answer"),
    ("no phone linked",                          S.CONNECTING,   Event(W.QR_SHOWN),                 S.PAIRING,      NOTHING, None),
    ("the next QR",                              S.PAIRING,      Event(W.QR_SHOWN),                 S.PAIRING,      NOTHING, None),
    ("the device is gone after a loss",          S.RECONNECTING, Event(W.QR_SHOWN),                 S.PAIRING,      NOTHING, None),
    ("QR ran out",                               S.PAIRING,      Event(W.QR_RAN_OUT, "timeout"),    S.PAIRING,      REDIAL,  "ran out"),
    ("QR ran out before it was shown",           S.CONNECTING,   Event(W.QR_RAN_OUT, "timeout"),    S.PAIRING,      REDIAL,  "ran out"),
    ("server closes during the QR",              S.PAIRING,      Event(W.QR_RAN_OUT, "hung up"),    S.PAIRING,      REDIAL,  "ran out"),
    ("nothing happens during the QR",            S.PAIRING,      Event(W.OUT_OF_PATIENCE),          S.PAIRING,      REDIAL,  "ran out"),
    ("the library ends during the QR",           S.PAIRING,      Event(W.STREAM_ENDED, "x"),        S.PAIRING,      REDIAL,  "dropped"),
    ("the last QR ran out",                      S.PAIRING,      Event(W.NOBODY_PAIRED),            S.LOGGED_OUT,   HANG_UP, "nobody scanned"),
    ("linked",                                   S.PAIRING,      Event(W.PAIRED),                   S.CONNECTING,   NOTHING, "first time"),
    ("online",                                   S.CONNECTING,   Event(W.READY),                    S.ONLINE,       NOTHING, None),
    ("back online",                              S.RECONNECTING, Event(W.READY),                    S.ONLINE,       NOTHING, None),
    ("hearing again",                            S.DEAF,         Event(W.READY),                    S.ONLINE,       NOTHING, None),
    ("TCP drop",                                 S.ONLINE,       Event(W.DROPPED),                  S.RECONNECTING, NOTHING, "dropped"),
    ("whatsmeow tries too long",                 S.RECONNECTING, Event(W.OUT_OF_PATIENCE),          S.RECONNECTING, REDIAL,  "does not answer"),
    ("our redial fails",                         S.RECONNECTING, Event(W.STREAM_ENDED, "no route"), S.RECONNECTING, REDIAL,  "no route"),
    ("dropped again and again",                  S.ONLINE,       Event(W.FLAPPED),                  S.RECONNECTING, REDIAL,  "another program"),
    ("silent dead link",                         S.ONLINE,       Event(W.KEEP_ALIVE_MISSED),        S.DEAF,         REDIAL,  "does not answer"),
    ("silent acknowledgement",                   S.ONLINE,       Event(W.ACK_MISSED),               S.DEAF,         REDIAL,  "acknowledge"),
    ("poison event",                             S.ONLINE,       Event(W.STREAM_ENDED, "x"),        S.DEAF,         REDIAL,  "no longer tells"),
    ("the library cannot write its database",    S.ONLINE,       Event(W.STORE_FAILED, "disk full"), S.RECONNECTING, REDIAL, "disk full"),
    ("redial of a deaf session fails",           S.DEAF,         Event(W.STREAM_ENDED, "x"),        S.RECONNECTING, REDIAL,  "cannot be reached"),
    ("redial of a deaf session gets no answer",  S.DEAF,         Event(W.OUT_OF_PATIENCE),          S.RECONNECTING, REDIAL,  "does not answer"),
    ("StreamReplaced",                           S.ONLINE,       Event(W.REPLACED),                 S.REPLACED,     HANG_UP, "took the session over"),
    ("device removed, online",                   S.ONLINE,       Event(W.LOGGED_OUT, "LOGGED_OUT"), S.LOGGED_OUT,   HANG_UP, "removed on the phone"),
    ("device removed, while down",               S.CONNECTING,   Event(W.LOGGED_OUT, "LOGGED_OUT"), S.LOGGED_OUT,   HANG_UP, "removed on the phone"),
    ("failure 403",                              S.RECONNECTING, Event(W.LOGGED_OUT, "MAIN_DEVICE_GONE"), S.LOGGED_OUT, HANG_UP, "gone or locked"),
    ("failure 406",                              S.RECONNECTING, Event(W.LOGGED_OUT, "UNKNOWN_LOGOUT"),   S.LOGGED_OUT, HANG_UP, "without saying why"),
    ("failure 402",                              S.RECONNECTING, Event(W.BANNED, "BROADCAST_LIST", FRIDAY), S.BANNED,  HANG_UP, "broadcast list"),
    ("failure 402, unknown code",                S.RECONNECTING, Event(W.STREAM_ENDED, "unknown"),  S.RECONNECTING, REDIAL,  "cannot be reached"),
    ("failure 405",                              S.CONNECTING,   Event(W.OUTDATED),                 S.OUTDATED,     HANG_UP, "neonize"),
    ("failure 400",                              S.RECONNECTING, Event(W.REFUSED, "GENERIC"),       S.RECONNECTING, REDIAL,  "refuses the login"),
    ("failure 463, unknown",                     S.CONNECTING,   Event(W.STREAM_ENDED, "unknown"),  S.RECONNECTING, REDIAL,  "cannot be reached"),
    ("unlinked through us",                      S.ONLINE,       Event(W.UNLINKED),                 S.LOGGED_OUT,   HANG_UP, "by hand"),
    ("a person connects",                        S.RECONNECTING, Event(W.CONNECT_ASKED),            S.CONNECTING,   DIAL,    None),
    ("a person connects a deaf session",         S.DEAF,         Event(W.CONNECT_ASKED),            S.CONNECTING,   DIAL,    None),
    ("a person wants a new QR",                  S.PAIRING,      Event(W.PAIR_ASKED),               S.CONNECTING,   DIAL,    "QR"),
]  # fmt: skip

UNCHANGED = [
    ("connect while a dial is under way", S.CONNECTING, Event(W.CONNECT_ASKED)),
    ("connect while a QR is shown", S.PAIRING, Event(W.CONNECT_ASKED)),
    ("connect while online", S.ONLINE, Event(W.CONNECT_ASKED)),
    ("online twice", S.ONLINE, Event(W.READY)),
    ("whatsmeow reconnects after linking", S.CONNECTING, Event(W.DROPPED)),
    ("a drop of what is lost already", S.RECONNECTING, Event(W.DROPPED)),
    ("linked, told late", S.ONLINE, Event(W.PAIRED)),
    ("a keep-alive missed while redialling", S.DEAF, Event(W.KEEP_ALIVE_MISSED)),
]  # fmt: skip

BY_A_PERSON = {W.CONNECT_ASKED, W.PAIR_ASKED, W.STOP_ASKED}


@pytest.mark.parametrize(
    ("state", "event", "leads_to", "action", "words"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_happens_leads_to(state: State, event: Event, leads_to: State, action: Action, words: str | None) -> None:
    step = advance(state, event)
    assert step is not None
    assert (step.state, step.action, step.until) == (leads_to, action, event.until)
    assert words in str(step.reason) if words else step.reason is None


@pytest.mark.parametrize(("state", "event"), [row[1:] for row in UNCHANGED], ids=[row[0] for row in UNCHANGED])
def test_what_changes_nothing(state: State, event: Event) -> None:
    assert advance(state, event) is None


@pytest.mark.parametrize("what", sorted(set(W) - BY_A_PERSON, key=str))
@pytest.mark.parametrize("state", sorted(FOR_A_PERSON))
def test_four_states_end_by_a_person_only(state: State, what: What) -> None:
    assert advance(state, Event(what)) is None


@pytest.mark.parametrize("state", sorted(FOR_A_PERSON))
def test_a_person_ends_them(state: State) -> None:
    step = advance(state, Event(W.CONNECT_ASKED))
    assert step is not None
    assert (step.state, step.action) == (S.CONNECTING, DIAL)


@pytest.mark.parametrize("state", sorted(set(S) - {S.STOPPED}))
def test_it_stops_in_every_state_and_for_good(state: State) -> None:
    assert advance(state, Event(W.STOP_ASKED)) == Step(S.STOPPED, None, HANG_UP)
    assert all(advance(S.STOPPED, Event(what)) is None for what in W)


def test_no_state_lasts_for_ever_but_those_that_may() -> None:
    assert set(S) - set(PATIENCE_S) == FOR_A_PERSON | {S.ONLINE, S.STOPPED, S.STARTING}
    assert all(advance(state, Event(W.OUT_OF_PATIENCE)) for state in PATIENCE_S)
    assert set(S) - set(REMEDY) == {S.ONLINE}


def test_pauses_grow_to_a_minute_and_are_spread() -> None:
    assert [pause_s(number, 0.5) for number in range(9)] == [*PAUSES_S, 60.0, 60.0]
    assert (pause_s(6, 0), pause_s(6, 1)) == (45, 75)


def test_a_ban_says_until_when() -> None:
    until = FRIDAY + timedelta(hours=1)
    step = advance(S.CONNECTING, Event(W.BANNED, "SENT_TOO_MANY_SAME_MESSAGE", until))
    assert step is not None
    assert step.until == until
    assert "same message" in str(step.reason)
