"""What the library hears, in our words."""

from datetime import UTC, datetime
from typing import Any

import pytest
from neonize.proto.Neonize_pb2 import JID, BasicCallMeta, CallOffer, MessageInfo, MessageSource, Receipt
from neonize.proto.Neonize_pb2 import Message as MessageEvent
from neonize.proto.waCommon.WACommon_pb2 import MessageKey
from neonize.proto.waE2E.WAWebProtobufsE2E_pb2 import (
    AudioMessage,
    ButtonsResponseMessage,
    ContextInfo,
    DocumentMessage,
    ExtendedTextMessage,
    FutureProofMessage,
    ImageMessage,
    ListResponseMessage,
    LocationMessage,
    Message,
    ProtocolMessage,
    ReactionMessage,
    SenderKeyDistributionMessage,
    StickerMessage,
)

from tests.salon import FRIDAY
from wabot.domain.correspondence import Kind, PendingMessage, ReceiptKind, as_meant
from wabot.domain.customers import Contact
from wabot.types import InboxId, Lid, MessageId, PhoneNumber
from wabot.whatsapp.translate import address_of, translate_call, translate_message, translate_receipt

AT = datetime(2026, 11, 20, 7, 0, 0, 123000, UTC)


def jid(text: str) -> JID:
    user, _, server = text.rpartition("@")
    return JID(User=user, Server=server, Device=0, RawAgent=0, Integrator=0, IsEmpty=not text)


LID, PHONE, NOBODY = jid("100000000000001@lid"), jid("79161234567@s.whatsapp.net"), jid("")
BOTH = Contact(phone=PhoneNumber("+79161234567"), lid=Lid("100000000000001@lid"))


def heard(message: Message, **source: Any) -> MessageEvent:
    given = {"Chat": LID, "Sender": LID, "SenderAlt": PHONE, "RecipientAlt": NOBODY} | source
    info = MessageInfo(
        ID="3A01",
        Pushname="Оля",
        Timestamp=int(AT.timestamp() * 1000),
        MessageSource=MessageSource(**({"IsFromMe": False, "IsGroup": False} | given)),
    )
    return MessageEvent(Info=info, Message=message)


KEY = MessageKey(ID="3A00")
CONTEXT = ContextInfo(stanzaID="3A00")
MESSAGES = [
    (Message(conversation="привет"), (Kind.TEXT, "привет", None)),
    (Message(extendedTextMessage=ExtendedTextMessage(text="да", contextInfo=CONTEXT)), (Kind.TEXT, "да", "3A00")),
    (Message(buttonsResponseMessage=ButtonsResponseMessage(selectedDisplayText="Да")), (Kind.TEXT, "Да", None)),
    (Message(listResponseMessage=ListResponseMessage(title="Маникюр")), (Kind.TEXT, "Маникюр", None)),
    (Message(reactionMessage=ReactionMessage(key=KEY, text="👍")), (Kind.REACTION, "👍", "3A00")),
    (Message(imageMessage=ImageMessage(caption="вот так")), (Kind.IMAGE, "вот так", None)),
    (Message(audioMessage=AudioMessage(PTT=True)), (Kind.VOICE, "", None)),
    (Message(stickerMessage=StickerMessage()), (Kind.STICKER, "", None)),
    (Message(documentMessage=DocumentMessage(fileName="x")), (Kind.DOCUMENT, "", None)),
    (Message(locationMessage=LocationMessage(name="Salon")), (Kind.LOCATION, "", None)),
    (
        Message(ephemeralMessage=FutureProofMessage(message=Message(conversation="исчезну"))),
        (Kind.TEXT, "исчезну", None),
    ),
    (
        Message(
            protocolMessage=ProtocolMessage(
                key=KEY, type=ProtocolMessage.MESSAGE_EDIT, editedMessage=Message(conversation="в 6")
            )
        ),
        (Kind.EDIT, "в 6", "3A00"),
    ),
    (Message(protocolMessage=ProtocolMessage(key=KEY, type=ProtocolMessage.REVOKE)), (Kind.DELETION, "", "3A00")),
]
SILENT = [
    Message(),
    Message(senderKeyDistributionMessage=SenderKeyDistributionMessage(groupID="1@g.us")),
    Message(protocolMessage=ProtocolMessage(type=ProtocolMessage.APP_STATE_SYNC_KEY_SHARE)),
    Message(reactionMessage=ReactionMessage(key=KEY, text="")),
]


@pytest.mark.parametrize(("message", "expected"), MESSAGES, ids=[str(row[1][:2]) for row in MESSAGES])
def test_what_people_send(message: Message, expected: tuple[Kind, str, str | None]) -> None:
    incoming = translate_message(heard(message))
    assert incoming is not None
    assert (incoming.kind, incoming.text, incoming.reply_to) == expected
    assert (incoming.contact, incoming.sent_at, incoming.profile_name, incoming.by_salon) == (BOTH, AT, "Оля", False)


@pytest.mark.parametrize("message", SILENT)
def test_what_says_nothing(message: Message) -> None:
    assert translate_message(heard(message)) is None


@pytest.mark.parametrize(
    ("chat", "group"),
    [
        ("120363000000000001@g.us", True),
        ("status@broadcast", True),
        ("1700000000@broadcast", False),
        ("120363000000000009@newsletter", False),
    ],
)
def test_where_nobody_is_answered(chat: str, group: bool) -> None:
    assert translate_message(heard(Message(conversation="x"), Chat=jid(chat), IsGroup=group)) is None


def test_addresses_are_taken_as_they_come() -> None:
    text = Message(conversation="x")
    by_phone = translate_message(heard(text, Chat=PHONE, Sender=PHONE, SenderAlt=LID))
    hidden = translate_message(heard(text, SenderAlt=NOBODY))
    typed = translate_message(heard(text, IsFromMe=True, Sender=jid("79160000000@s.whatsapp.net"), RecipientAlt=PHONE))
    assert by_phone and hidden and typed
    assert by_phone.contact == BOTH
    assert hidden.contact == Contact(lid=BOTH.lid)
    assert (typed.contact, typed.by_salon, typed.profile_name) == (BOTH, True, None)
    assert address_of(BOTH) == LID
    assert address_of(Contact(phone=BOTH.phone)) == PHONE


def test_receipts() -> None:
    source = MessageSource(Chat=LID, Sender=LID, IsFromMe=False, IsGroup=False, SenderAlt=NOBODY, RecipientAlt=NOBODY)
    read = Receipt(MessageSource=source, MessageIDs=["A", "B"], Timestamp=int(AT.timestamp()), Type=Receipt.READ)
    assert [(r.message_id, r.kind, r.at) for r in translate_receipt(read)] == [
        (number, ReceiptKind.READ, AT.replace(microsecond=0)) for number in ("A", "B")
    ]
    source.IsFromMe = True
    ours = Receipt(MessageSource=source, MessageIDs=["A"], Timestamp=0, Type=Receipt.READ)
    assert translate_receipt(ours) == []
    assert translate_receipt(Receipt(MessageIDs=["A"], Timestamp=0, Type=Receipt.RETRY)) == []


def test_calls() -> None:
    meta = BasicCallMeta(callID="C1", timestamp=int(AT.timestamp()), callCreator=LID, callCreatorAlt=PHONE)
    call = translate_call(CallOffer(basicCallMeta=meta))
    assert call is not None
    assert (call.kind, call.id, call.contact) == (Kind.CALL, "C1", BOTH)


def test_corrections_apply_to_what_still_waits() -> None:
    def message(number: int, name: str, text: str, kind: Kind = Kind.TEXT, to: str | None = None) -> PendingMessage:
        return PendingMessage(
            id=InboxId(number), message_id=MessageId(name), kind=kind, text=text, by_salon=False,
            sent_at=FRIDAY, received_at=FRIDAY, reply_to=MessageId(to) if to else None,
        )  # fmt: skip

    waiting = [
        message(1, "a", "маникюр в 5"),
        message(2, "b", "ой"),
        message(3, "c", "маникюр в 6", Kind.EDIT, "a"),
        message(4, "d", "", Kind.DELETION, "b"),
        message(5, "e", "и педикюр", Kind.EDIT, "answered long ago"),
        message(6, "f", "", Kind.DELETION, "answered long ago"),
    ]
    assert [(m.kind, m.text) for m in as_meant(waiting)] == [(Kind.TEXT, "маникюр в 6"), (Kind.TEXT, "и педикюр")]
