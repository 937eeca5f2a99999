"""What stands in the book, as JSON: ids, and times in ISO 8601 with the salon's offset."""

from datetime import datetime, time

from wabot.domain.appointments import Appointment
from wabot.domain.blocks import Block
from wabot.domain.customers import Customer
from wabot.domain.openings import OneOffOpening
from wabot.domain.salon import Salon
from wabot.domain.slots import Slot
from wabot.domain.waitlist import Waiting
from wabot.storage.changes import RecordedChange
from wabot.storage.chats import Chat, Line
from wabot.storage.mail import Mail
from wabot.web.answers import (
    AppointmentJson,
    BlockJson,
    ChangeJson,
    ChatJson,
    LineJson,
    MailJson,
    OpeningJson,
    SlotJson,
    WaitingJson,
)


def as_appointment(visit: Appointment, customer: Customer, salon: Salon) -> AppointmentJson:
    """An appointment with the fields of `chat --jsonl`, and who comes; `phone` and `name` null where not known. `visit`
    is the same for all appointments of one visit.
    """
    return {
        "id": visit.id,
        "visit": visit.visit,
        "customer": str(customer.contact),
        "services": list(visit.services),
        "staff": visit.staff,
        "start": _iso(visit.start_at, salon),
        "end": _iso(visit.end_at, salon),
        "status": visit.status,
        "phone": customer.contact.phone,
        "name": customer.name,
        "note": visit.note,
    }


def as_change(change: RecordedChange, salon: Salon) -> ChangeJson:
    """Who did what to a visit; `before` null when it was made."""
    return {
        "at": _iso(change.at, salon),
        "by": change.author,
        "what": change.what,
        "before": change.before,
        "after": change.after,
    }


def as_slot(slot: Slot, salon: Salon) -> SlotJson:
    """A free time as `wabot slots --json` prints it; `service` is an id or a list, `room` that or null."""
    rooms: list[str] = list(slot.service.rooms)
    services = slot.service.id.split()
    return {
        "service": services[0] if len(services) == 1 else services,
        "staff": slot.staff.id,
        "room": rooms[0] if len(rooms) == 1 else rooms or None,
        "start": _iso(slot.start_at, salon),
        "end": _iso(slot.end_at, salon),
    }


def as_block(block: Block, salon: Salon) -> BlockJson:
    """Closed time."""
    return {
        "id": block.id,
        "staff": block.staff,
        "from": _iso(block.start_at, salon),
        "to": _iso(block.end_at, salon),
        "reason": block.reason,
    }


def as_opening(opening: OneOffOpening, salon: Salon) -> OpeningJson:
    """A one-off opening; `staff` null when it is the whole salon's."""
    return {
        "id": opening.id,
        "staff": opening.staff,
        "from": _iso(opening.start_at, salon),
        "to": _iso(opening.end_at, salon),
        "reason": opening.reason,
    }


def as_waiting(waiting: Waiting, customer: Customer, salon: Salon) -> WaitingJson:
    """A wish on the waiting list; what was not said is null. `offer` is the time that is held for it now."""
    wish, offer = waiting.wish, waiting.offer
    return {
        "id": waiting.id,
        "customer": str(customer.contact),
        "phone": customer.contact.phone,
        "name": customer.name,
        "services": list(wish.services),
        "guests": wish.guests,
        "staff": wish.staff,
        "from": str(wish.day),
        "to": str(wish.day_to or wish.day),
        "time": _clock(wish.time),
        "not_before": _clock(wish.not_before),
        "not_after": _clock(wish.not_after),
        "part": wish.part,
        "moves": wish.moving,
        "since": _iso(waiting.since, salon),
        "offer": None
        if offer is None
        else {"start": _iso(offer.start_at, salon), "staff": list(offer.staff), "until": _iso(offer.until, salon)},
    }


def as_mail(mail: Mail, salon: Salon) -> MailJson:
    """An outgoing message; `reason` says why it failed or is unknown."""
    return {
        "id": mail.id,
        "to": str(mail.contact),
        "text": mail.text,
        "state": mail.state,
        "reason": mail.reason,
        "queued_at": _iso(mail.queued_at, salon),
        "sent_at": _iso(mail.sent_at, salon) if mail.sent_at is not None else None,
    }


def _clock(clock: time | None) -> str | None:
    return f"{clock:%H:%M}" if clock is not None else None


def as_chat(chat: Chat, salon: Salon, now: datetime) -> ChatJson:
    """A conversation. `held_until` null: wabot answers in it; `waits_for_person` null: for nobody."""
    customer, latest, ask = chat.customer, chat.latest, chat.ask
    held_until = customer.held_until if customer.held_until is not None and customer.held_until > now else None
    return {
        "id": customer.id,
        "customer": str(customer.contact),
        "phone": customer.contact.phone,
        "name": customer.name,
        "held_until": _iso(held_until, salon) if held_until is not None else None,
        "waits_for_person": {"reason": ask.reason, "since": _iso(ask.asked_at, salon)} if ask is not None else None,
        "latest": as_line(latest, salon) if latest is not None else None,
    }


def as_line(line: Line, salon: Salon) -> LineJson:
    """One message of a chat; `by` is customer, wabot, salon or program, `state` null for what came in."""
    return {
        "by": line.by,
        "text": line.text,
        "kind": line.kind,
        "at": _iso(line.at, salon),
        "state": line.state,
        "reason": line.reason,
    }


def _iso(at: datetime, salon: Salon) -> str:
    return at.astimezone(salon.timezone).isoformat()
