"""What the API answers, field by field: the code that makes an answer is checked against it, and so is openapi.json.

Times are ISO 8601 with the salon's offset.
"""

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from wabot.domain.appointments import Status
from wabot.domain.correspondence import Kind, SendState
from wabot.storage.chats import By
from wabot.whatsapp.session import State


class ProblemJson(TypedDict):
    """`error` says what happened and what to do; `code` is for programs and stays the same."""

    success: Literal[False]
    code: str
    error: str


class AppointmentJson(TypedDict):
    """What one staff member does in a visit; `visit` is the same for all that belongs to it."""

    id: int
    visit: int
    customer: str
    services: list[str]
    staff: str
    start: str
    end: str
    status: Status
    phone: str | None
    name: str | None
    note: str


class ChangeJson(TypedDict):
    """`before` null when the appointment was made by it."""

    at: str
    by: str
    what: str
    before: dict[str, Any] | None
    after: dict[str, Any]


class SlotJson(TypedDict):
    """`service` is an id or a list of them, `room` that or null."""

    service: str | list[str]
    staff: str
    room: str | list[str] | None
    start: str
    end: str


BlockJson = TypedDict("BlockJson", {"id": int, "staff": str, "from": str, "to": str, "reason": str})
OpeningJson = TypedDict("OpeningJson", {"id": int, "staff": str | None, "from": str, "to": str, "reason": str})


class HeldJson(TypedDict):
    """A time that is held for somebody in line."""

    start: str
    staff: list[str]
    until: str


WaitingJson = TypedDict(
    "WaitingJson",
    {
        "id": int,
        "customer": str,
        "phone": str | None,
        "name": str | None,
        "services": list[str],
        "guests": int,
        "staff": str | None,
        "from": str,
        "to": str,
        "time": str | None,
        "not_before": str | None,
        "not_after": str | None,
        "part": str | None,
        "moves": int | None,
        "since": str,
        "offer": HeldJson | None,
    },
)


class MailJson(TypedDict):
    """`reason` says why it failed or is unknown."""

    id: int
    to: str
    text: str
    state: SendState
    reason: str | None
    queued_at: str
    sent_at: str | None


class LineJson(TypedDict):
    """`state` null for what came in; `heard`, of a customer's words, is what is understood of them."""

    by: By
    text: str
    kind: Kind
    at: str
    state: SendState | None
    reason: str | None
    heard: NotRequired[dict[str, Any]]


class AskJson(TypedDict):
    reason: str
    since: str


class ChatJson(TypedDict):
    """`held_until` null: wabot answers in it; `waits_for_person` null: for nobody."""

    id: int
    customer: str
    phone: str | None
    name: str | None
    held_until: str | None
    waits_for_person: AskJson | None
    latest: LineJson | None


class CalendarJson(TypedDict):
    """`staff` null: the whole salon."""

    secret: str
    staff: str | None
    url: str
    created: str


class PairingJson(TypedDict, total=False):
    """While a phone is being linked: `qr`, the text to encode, and `pairing_code`."""

    qr: str | None
    pairing_code: str | None


class SessionJson(PairingJson):
    """`until`: when a ban ends."""

    state: State
    since: str
    reason: str | None
    until: str | None


class QueueJson(TypedDict):
    inbox: int
    outbox: int


class CountersJson(TypedDict):
    replaced: int
    reconnects: int
    sent: int
    delivered: int
    failed: int


class HealthJson(TypedDict):
    """`trouble`: why nothing can be written to the disk."""

    status: Literal["ok", "degraded", "down"]
    trouble: str | None
    session: SessionJson
    queue: QueueJson
    last_heard_at: str | None
    last_receipt_at: str | None
    counters: CountersJson


class ConfigurationJson(TypedDict):
    """How the last reading of it went: `faults`, and the older one is in force, or the keys that need a restart."""

    faults: list[str]
    needs_restart: list[str]


class ServiceJson(TypedDict):
    """Null where nothing was answered, or sent."""

    answer_median_s: float | None
    answer_p99_s: float | None
    delivered_share: float | None


class GivenUpJson(TypedDict):
    """A delivery that was not made: of which webhook, what it told of and when, and why not."""

    event: str
    webhook: str
    at: str
    given_up_at: str
    reason: str


class WebhooksJson(TypedDict):
    """How many deliveries wait, since when the first of them, and why it failed last."""

    waiting: int
    since: str | None
    reason: str | None
    given_up: list[GivenUpJson]


class StatusJson(HealthJson):
    """`last_day`: how soon replies came (from message to acknowledgement), and which part of all sent was delivered."""

    salon: str
    started_at: str
    waiting_for_person: int
    last_day: ServiceJson
    days: list[dict[str, Any]]
    unsettled: dict[str, Any]
    missed_reminders: list[dict[str, Any]]
    silence: dict[str, Any]
    configuration: ConfigurationJson
    webhooks: WebhooksJson


class LiveJson(TypedDict):
    live: Literal[True]
    version: str


class SentJson(TypedDict):
    success: Literal[True]
    messageId: str
    phone: str
    companyId: str
    timestamp: str


class DoneJson(TypedDict):
    success: Literal[True]


class LinkJson(DoneJson):
    url: str


class SessionAnswer(DoneJson):
    session: SessionJson


class AppointmentsAnswer(TypedDict):
    appointments: list[AppointmentJson]


class HistoryAnswer(TypedDict):
    appointment: AppointmentJson
    changes: list[ChangeJson]


class AppointmentAnswer(DoneJson):
    appointment: AppointmentJson


class SlotsAnswer(TypedDict):
    slots: list[SlotJson]


class BlocksAnswer(TypedDict):
    blocks: list[BlockJson]


class BlockAnswer(DoneJson):
    block: BlockJson


class OpeningsAnswer(TypedDict):
    openings: list[OpeningJson]


class OpeningAnswer(DoneJson):
    opening: OpeningJson


class MentionJson(TypedDict):
    """What another record says of the person."""

    table: str
    id: int | str
    text: str


class KeptAnswer(TypedDict):
    """`kept`: the records of each table, with its columns."""

    customer: str
    kept: dict[str, list[dict[str, Any]]]
    mentioned: list[MentionJson]


class ForgottenAnswer(DoneJson):
    """`erased`: nothing is left in unused parts of the file either."""

    customer: str
    erased: bool


class WaitlistAnswer(TypedDict):
    waitlist: list[WaitingJson]


class WaitingAnswer(DoneJson):
    waiting: WaitingJson


class OutboxAnswer(TypedDict):
    outbox: list[MailJson]


class MailAnswer(DoneJson):
    message: MailJson


class ChatsAnswer(TypedDict):
    chats: list[ChatJson]


class ConversationAnswer(TypedDict):
    chat: ChatJson
    messages: list[LineJson]


class ChatAnswer(DoneJson):
    chat: ChatJson


class CalendarsAnswer(TypedDict):
    calendars: list[CalendarJson]


class CalendarAnswer(DoneJson):
    calendar: CalendarJson
