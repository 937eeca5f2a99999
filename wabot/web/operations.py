"""The routes that programs may use, as openapi.json tells them. A test holds this list against what is served.

What the page asks of itself (its own addresses, their parts, the phone of a demo) is no interface and stands nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from wabot.domain.correspondence import SendState
from wabot.domain.orders import OrderRefusal
from wabot.web import answers as it
from wabot.web.calendars import NewCalendar
from wabot.web.chats import ChatsQuery, Holding, Words
from wabot.web.login import CodeQuery, PasswordForm
from wabot.web.orders import CancelQuery, ChangedVisit, DayQuery, NewBlock, NewOpening, NewVisit, SlotQuery
from wabot.web.outbox import MailQuery
from wabot.web.refusals import code_of
from wabot.web.sending import SendAsked
from wabot.web.session import PairAsked

Refuses = dict[int, tuple[str, ...]]
HTML, CALENDAR, EVENTS, METRICS = "text/html", "text/calendar", "text/event-stream", "text/plain"
_ORDER = tuple(sorted(code_of(kind) for kind in get_args(OrderRefusal)))
_NO_SUCH: Refuses = {404: ("not_found",)}
_FAULTS: Refuses = {400: ("invalid_request",)}
_ORDERED: Refuses = _FAULTS | {409: _ORDER}
_CLOSING: Refuses = {409: ("in_the_past", "slot_taken")}
_OPENING: Refuses = {409: ("in_the_past", "open_already")}
_SETTLED: Refuses = {409: (*(f"message_{state}" for state in SendState), "message_in_doubt")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path. `answer` is the JSON of 200, or another media type; `also` are further good statuses.

    `refuses` are its own error codes by status; those that every route may answer with are added in openapi.py.
    """

    tells: str
    answer: Any
    query: type | None = None
    body: type | None = None
    is_body_optional: bool = False
    is_form: bool = False
    is_open: bool = False
    also: Mapping[int, str] = field(default_factory=dict)
    refuses: Refuses = field(default_factory=dict)


OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/live"): Operation(tells="Whether the process turns", answer=it.LiveJson, is_open=True),
    ("GET", "/health"): Operation(
        tells="Whether customers are served; 503 when they are not (status is down)",
        answer=it.HealthJson,
        is_open=True,
    ),
    ("GET", "/metrics"): Operation(tells="Figures for Prometheus", answer=METRICS),
    ("GET", "/openapi.json"): Operation(tells="This document", answer=dict[str, Any]),
    ("GET", "/events"): Operation(
        tells='Server-sent events: "changed" after every change, gathered; the first one at once', answer=EVENTS
    ),
    ("POST", "/send"): Operation(
        tells="Send a message at once or not at all; 200 after WhatsApp's own acknowledgement",
        body=SendAsked,
        answer=it.SentJson,
        refuses={
            400: ("invalid_phone", "invalid_message", "invalid_company_id", "invalid_idempotency_key"),
            404: ("not_on_whatsapp",),
            409: ("idempotency_conflict",),
            429: ("rate_limited",),
            502: ("refused",),
            503: ("not_connected", "not_stored"),
            504: ("unknown_outcome",),
        },
    ),
    ("GET", "/api/status"): Operation(tells="All that stands on the page", answer=it.StatusJson),
    ("POST", "/api/session/connect"): Operation(
        tells="Dial, from whatever state; from replaced it takes the session back", answer=it.SessionAnswer
    ),
    ("POST", "/api/session/pair"): Operation(
        tells="A code to type on that phone, or without a phone a new QR",
        body=PairAsked,
        is_body_optional=True,
        answer=it.SessionAnswer,
        refuses={400: ("invalid_phone",), 409: ("already_linked",)},
    ),
    ("POST", "/api/session/unlink"): Operation(
        tells="Remove this device from the account",
        answer=it.SessionAnswer,
        refuses={502: ("refused",), 503: ("not_connected",)},
    ),
    ("GET", "/api/appointments"): Operation(
        tells="The appointments of those days, cancelled ones too",
        query=DayQuery,
        answer=it.AppointmentsAnswer,
        refuses=_FAULTS,
    ),
    ("POST", "/api/appointments"): Operation(
        tells="Book", body=NewVisit, answer=it.AppointmentAnswer, refuses=_ORDERED
    ),
    ("GET", "/api/appointments/{id}"): Operation(
        tells="One appointment and all that was done to it", answer=it.HistoryAnswer, refuses=_NO_SUCH
    ),
    ("PATCH", "/api/appointments/{id}"): Operation(
        tells="Move or change it; what is left out stays as it is",
        body=ChangedVisit,
        answer=it.AppointmentAnswer,
        refuses=_ORDERED | _NO_SUCH,
    ),
    ("DELETE", "/api/appointments/{id}"): Operation(
        tells="Cancel it, and it alone",
        query=CancelQuery,
        answer=it.AppointmentAnswer,
        refuses=_ORDERED | _NO_SUCH,
    ),
    ("GET", "/api/slots"): Operation(
        tells="The starts that can be ordered without force",
        query=SlotQuery,
        answer=it.SlotsAnswer,
        refuses=_FAULTS | _NO_SUCH,
    ),
    ("GET", "/api/blocks"): Operation(tells="Closed time", query=DayQuery, answer=it.BlocksAnswer, refuses=_FAULTS),
    ("POST", "/api/blocks"): Operation(
        tells="Close time of one person",
        body=NewBlock,
        answer=it.BlockAnswer,
        refuses=_FAULTS | _CLOSING,
    ),
    ("DELETE", "/api/blocks/{id}"): Operation(tells="Open it again", answer=it.BlockAnswer, refuses=_NO_SUCH),
    ("GET", "/api/openings"): Operation(
        tells="One-off openings", query=DayQuery, answer=it.OpeningsAnswer, refuses=_FAULTS
    ),
    ("POST", "/api/openings"): Operation(
        tells="Open on top of the usual hours, the salon or one person",
        body=NewOpening,
        answer=it.OpeningAnswer,
        refuses=_FAULTS | _OPENING,
    ),
    ("DELETE", "/api/openings/{id}"): Operation(
        tells="Take an opening away", answer=it.OpeningAnswer, refuses=_NO_SUCH
    ),
    ("GET", "/api/customers/{phone}"): Operation(
        tells="All that is kept of a person, by table; `mentioned` is what others' records say of them",
        answer=it.KeptAnswer,
        refuses=_NO_SUCH | {400: ("invalid_phone",)},
    ),
    ("DELETE", "/api/customers/{phone}"): Operation(
        tells="Forget a person: their appointments stay as numbers",
        answer=it.ForgottenAnswer,
        refuses=_NO_SUCH | {400: ("invalid_phone",), 409: ("works_here", "visit_to_come", "messages_waiting")},
    ),
    ("GET", "/api/waitlist"): Operation(tells="Who waits for a time, first come first", answer=it.WaitlistAnswer),
    ("DELETE", "/api/waitlist/{id}"): Operation(
        tells="Take one wish off the list", answer=it.WaitingAnswer, refuses=_NO_SUCH
    ),
    ("GET", "/api/outbox"): Operation(
        tells="Outgoing messages, newest first", query=MailQuery, answer=it.OutboxAnswer, refuses=_FAULTS
    ),
    ("POST", "/api/outbox/{id}/retry"): Operation(
        tells="Send once more what failed, is unknown or was dropped",
        answer=it.MailAnswer,
        refuses=_NO_SUCH | _SETTLED,
    ),
    ("POST", "/api/outbox/{id}/drop"): Operation(
        tells="Take a message out", answer=it.MailAnswer, refuses=_NO_SUCH | _SETTLED
    ),
    ("GET", "/api/chats"): Operation(
        tells="Conversations, those that wait for a person first",
        query=ChatsQuery,
        answer=it.ChatsAnswer,
        refuses=_FAULTS,
    ),
    ("GET", "/api/chats/{id}"): Operation(
        tells="What was said and understood", answer=it.ConversationAnswer, refuses=_NO_SUCH
    ),
    ("POST", "/api/chats/{id}/hold"): Operation(
        tells="Have wabot keep silent there",
        body=Holding,
        is_body_optional=True,
        answer=it.ChatAnswer,
        refuses=_FAULTS | _NO_SUCH,
    ),
    ("POST", "/api/chats/{id}/release"): Operation(
        tells="Give the chat back to wabot", answer=it.ChatAnswer, refuses=_NO_SUCH
    ),
    ("POST", "/api/chats/{id}/send"): Operation(
        tells="Write as the salon", body=Words, answer=it.ChatAnswer, refuses=_FAULTS | _NO_SUCH
    ),
    ("GET", "/api/calendar"): Operation(tells="The addresses of calendar feeds", answer=it.CalendarsAnswer),
    ("POST", "/api/calendar"): Operation(
        tells="A new address, of one person's visits or the salon's",
        body=NewCalendar,
        is_body_optional=True,
        answer=it.CalendarAnswer,
        refuses=_FAULTS,
    ),
    ("DELETE", "/api/calendar/{secret}"): Operation(tells="Revoke an address", answer=it.DoneJson, refuses=_NO_SUCH),
    ("GET", "/calendar/{secret}.ics"): Operation(
        tells="A calendar feed (RFC 5545); the address is its key",
        answer=CALENDAR,
        is_open=True,
        also={304: "The same as the one whose ETag was sent"},
        refuses=_NO_SUCH,
    ),
    ("POST", "/api/login-link"): Operation(tells="A one-time link to the page, valid ten minutes", answer=it.LinkJson),
    ("GET", "/login"): Operation(
        tells="Log a person in by the code of a one-time link",
        query=CodeQuery,
        answer=HTML,
        is_open=True,
        also={303: "To the page, for who is logged in", 403: "The form, or that the link is spent"},
        refuses={429: ("too_many_attempts",)},
    ),
    ("POST", "/login"): Operation(
        tells="Log a person in by the salon's password",
        body=PasswordForm,
        is_form=True,
        is_body_optional=True,
        answer=HTML,
        is_open=True,
        also={303: "To the page", 403: "It is not the password", 429: "Too many were wrong"},
    ),
    ("POST", "/logout"): Operation(tells="Forget the cookie in this browser", answer=HTML, also={303: "To the page"}),
}
