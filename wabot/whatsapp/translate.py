"""The library's protobuf to our types. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from loguru import logger
from neonize.proto import Neonize_pb2 as proto
from neonize.proto.Neonize_pb2 import JID, CallOffer
from neonize.proto.Neonize_pb2 import Message as MessageEvent
from neonize.proto.Neonize_pb2 import Receipt as ReceiptEvent

from wabot.domain.correspondence import IncomingMessage, Kind, Receipt, ReceiptKind
from wabot.domain.customers import Contact
from wabot.logs import masked
from wabot.types import Lid, MessageId, PhoneNumber
from wabot.whatsapp.contents import content_of
from wabot.whatsapp.news import CaughtUp, Connected, News, Ourselves, Wordless
from wabot.whatsapp.states import Event, What

PHONE_SERVER, LID_SERVER = "s.whatsapp.net", "lid"
_RECEIPTS = {
    ReceiptEvent.DELIVERED: ReceiptKind.DELIVERED,
    ReceiptEvent.READ: ReceiptKind.READ,
    ReceiptEvent.PLAYED: ReceiptKind.READ,
}


def translate(event: Any) -> Sequence[News]:
    """All that an event says but a call; empty when it says nothing to us."""
    match event:
        case MessageEvent():
            message = translate_message(event)
            return [message or Wordless(MessageId(event.Info.ID))]
        case ReceiptEvent():
            return translate_receipt(event)
        case proto.Device():
            own = (contact_of([event.JID]), contact_of([event.LID]))
            return [Ourselves(frozenset(contact for contact in own if contact is not None))]
        case proto.Connected():
            return [Connected()]
        case proto.OfflineSyncCompleted():
            return [CaughtUp()]
        case proto.KeepAliveTimeout():
            return [Event(What.KEEP_ALIVE_MISSED)]
        case _:
            return translate_status(event)


def translate_message(event: MessageEvent) -> IncomingMessage | None:
    """A customer's message, or one that the salon wrote to a customer on the phone; None for anything else."""
    info = event.Info
    source = info.MessageSource
    contact = _customer(source)
    if contact is None:
        return None
    content = content_of(event.Message)
    if content is None:
        return None
    kind, text, reply_to = content
    return IncomingMessage(
        id=MessageId(info.ID),
        contact=contact,
        sent_at=_from_ms(info.Timestamp),
        text=text,
        kind=kind,
        profile_name=None if source.IsFromMe else info.Pushname.strip() or None,
        reply_to=MessageId(reply_to) if reply_to else None,
        by_salon=source.IsFromMe,
    )


def parse_record(raw: bytes) -> IncomingMessage | None:
    """The message in the library's own words for it, as the spool holds them; None if it is none."""
    try:
        return translate_message(MessageEvent.FromString(raw))
    except Exception:  # noqa: BLE001 - a damaged record must not keep the daemon from starting
        logger.exception("a record of the spool was not understood")
        return None


def translate_call(event: CallOffer) -> IncomingMessage | None:
    """A call by a customer; None when nobody can be called back."""
    call = event.basicCallMeta
    contact = contact_of([call.callCreator, call.callCreatorAlt])
    if contact is None:
        return None
    # Seconds, unlike messages: seen in neonize 0.5.2.
    return IncomingMessage(id=MessageId(call.callID), contact=contact, sent_at=_from_s(call.timestamp), kind=Kind.CALL)


def translate_receipt(event: ReceiptEvent) -> list[Receipt]:
    """What a customer's phone reports about our messages; empty for groups and for our own phone's reports."""
    kind = _RECEIPTS.get(event.Type)
    source = event.MessageSource
    if kind is None or source.IsFromMe or source.IsGroup or not _is_person(source.Chat):
        return []
    contact = contact_of([source.Chat, source.Sender, source.SenderAlt])
    if contact is None:
        return []
    return [Receipt(MessageId(number), contact, kind, _from_s(event.Timestamp)) for number in event.MessageIDs]


def translate_status(event: Any) -> list[Event]:
    """What an event says about the connection; empty when it says nothing."""
    match event:
        case proto.PairStatus() if event.Status == proto.PairStatus.SUCCESS:
            return [Event(What.PAIRED)]
        case proto.Disconnected():
            return [Event(What.DROPPED)]
        case proto.StreamReplaced():
            return [Event(What.REPLACED)]
        case proto.LoggedOut():
            return [Event(What.LOGGED_OUT, proto.ConnectFailureReason.Name(event.Reason))]
        case proto.TemporaryBan():
            until = datetime.now(UTC) + timedelta(seconds=event.Expire) if event.Expire else None
            return [Event(What.BANNED, proto.TemporaryBan.TempBanReason.Name(event.Code), until)]
        case proto.ClientOutdated():
            return [Event(What.OUTDATED)]
        case proto.ConnectFailure():
            words = f"{proto.ConnectFailureReason.Name(event.Reason)} {event.Message}".strip()
            return [Event(What.REFUSED, masked(words))]
    return []


def contact_of(jids: Iterable[JID]) -> Contact | None:
    """Whom these addresses belong to: a phone number, a hidden id, or both; None if neither is among them."""
    phone: PhoneNumber | None = None
    lid: Lid | None = None
    for jid in jids:
        if jid.User and jid.Server == PHONE_SERVER:
            phone = PhoneNumber(f"+{jid.User}")
        elif jid.User and jid.Server == LID_SERVER:
            lid = Lid(f"{jid.User}@{LID_SERVER}")
    return Contact(phone=phone, lid=lid) if phone or lid else None


def address_of(contact: Contact) -> JID:
    """Where messages to a contact go: to the hidden id if it is known, as WhatsApp itself does."""
    if contact.lid is not None:
        user, server = contact.lid.removesuffix(f"@{LID_SERVER}"), LID_SERVER
    else:
        assert contact.phone is not None
        user, server = contact.phone.removeprefix("+"), PHONE_SERVER
    return JID(User=user, Server=server, Device=0, RawAgent=0, Integrator=0, IsEmpty=False)


def _customer(source: Any) -> Contact | None:
    """The other side of a chat between two; None for groups, lists, status, newsletters and bots."""
    if source.IsGroup or not _is_person(source.Chat):
        return None
    if source.IsFromMe:
        return contact_of([source.Chat, source.RecipientAlt])
    return contact_of([source.Sender, source.SenderAlt])


def _is_person(jid: JID) -> bool:
    return jid.Server in {PHONE_SERVER, LID_SERVER} and jid.User not in {"", "0"}


def _from_ms(timestamp: int) -> datetime:
    return datetime.fromtimestamp(timestamp / 1000, UTC)


def _from_s(timestamp: int) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)
