"""The library's protobuf to our types. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from neonize.proto import Neonize_pb2 as proto
from neonize.proto.Neonize_pb2 import JID, CallOffer
from neonize.proto.Neonize_pb2 import Message as MessageEvent
from neonize.proto.Neonize_pb2 import Receipt as ReceiptEvent
from neonize.proto.waE2E.WAWebProtobufsE2E_pb2 import Message, ProtocolMessage

from wabot.domain.correspondence import IncomingMessage, Kind, Receipt, ReceiptKind
from wabot.domain.customers import Contact
from wabot.logs import shown
from wabot.types import Lid, MessageId, PhoneNumber
from wabot.whatsapp.states import Event, What

PHONE_SERVER, LID_SERVER = "s.whatsapp.net", "lid"
_WRAPPERS = (
    "ephemeralMessage",
    "viewOnceMessage",
    "viewOnceMessageV2",
    "viewOnceMessageV2Extension",
    "documentWithCaptionMessage",
    "editedMessage",
    "lottieStickerMessage",
)
_KINDS = {
    "audioMessage": Kind.VOICE,
    "imageMessage": Kind.IMAGE,
    "videoMessage": Kind.IMAGE,
    "ptvMessage": Kind.IMAGE,
    "stickerMessage": Kind.STICKER,
    "locationMessage": Kind.LOCATION,
    "liveLocationMessage": Kind.LOCATION,
    "documentMessage": Kind.DOCUMENT,
    "contactMessage": Kind.DOCUMENT,
    "contactsArrayMessage": Kind.DOCUMENT,
}
"""What has no words of its own. Fields that are not here and hold no text are the protocol's own business."""
_RECEIPTS = {
    ReceiptEvent.DELIVERED: ReceiptKind.DELIVERED,
    ReceiptEvent.READ: ReceiptKind.READ,
    ReceiptEvent.PLAYED: ReceiptKind.READ,
}


def translate_message(event: MessageEvent) -> IncomingMessage | None:
    """A customer's message, or one that the salon wrote to a customer on the phone; None for anything else."""
    info = event.Info
    source = info.MessageSource
    contact = _customer(source)
    if contact is None:
        return None
    content = _content(event.Message)
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
    return [Receipt(MessageId(number), kind, _from_s(event.Timestamp)) for number in event.MessageIDs]


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
            return [Event(What.REFUSED, shown(words))]
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


def _content(message: Message) -> tuple[Kind, str, str] | None:
    """Kind, words, and the message it points at; None when it says nothing to anybody."""
    message = _unwrapped(message)
    if message.conversation:
        return Kind.TEXT, message.conversation, ""
    for field in ("extendedTextMessage", "buttonsResponseMessage", "listResponseMessage", "templateButtonReplyMessage"):
        if message.HasField(field):
            part = getattr(message, field)
            words = {
                "extendedTextMessage": "text",
                "buttonsResponseMessage": "selectedDisplayText",
                "listResponseMessage": "title",
                "templateButtonReplyMessage": "selectedDisplayText",
            }[field]
            return Kind.TEXT, getattr(part, words), part.contextInfo.stanzaID
    if message.HasField("reactionMessage"):
        reaction = message.reactionMessage
        return (Kind.REACTION, reaction.text, reaction.key.ID) if reaction.text else None
    if message.HasField("protocolMessage"):
        return _correction(message.protocolMessage)
    for field, kind in _KINDS.items():
        if message.HasField(field):
            part = getattr(message, field)
            return kind, getattr(part, "caption", ""), part.contextInfo.stanzaID
    return None


def _correction(protocol: ProtocolMessage) -> tuple[Kind, str, str] | None:
    """An edit or a deletion of an earlier message."""
    target = protocol.key.ID
    if protocol.type == ProtocolMessage.REVOKE:
        return Kind.DELETION, "", target
    if protocol.type == ProtocolMessage.MESSAGE_EDIT:
        content = _content(protocol.editedMessage)
        return (Kind.EDIT, content[1], target) if content else None
    return None


def _unwrapped(message: Message) -> Message:
    """What phones wrap once more for chats whose messages disappear, captions, edits."""
    while True:
        wrapper = next((name for name in _WRAPPERS if message.HasField(name)), None)
        if wrapper is None:
            return message
        message = getattr(message, wrapper).message


def _from_ms(timestamp: int) -> datetime:
    return datetime.fromtimestamp(timestamp / 1000, UTC)


def _from_s(timestamp: int) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)
