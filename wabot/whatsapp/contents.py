"""What a message says, whatever WhatsApp wrapped it in. Pure."""

from neonize.proto.waE2E.WAWebProtobufsE2E_pb2 import Message, ProtocolMessage

from wabot.domain.correspondence import Kind

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


def content_of(message: Message) -> tuple[Kind, str, str] | None:
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
        content = content_of(protocol.editedMessage)
        return (Kind.EDIT, content[1], target) if content else None
    return None


def _unwrapped(message: Message) -> Message:
    """What phones wrap once more for chats whose messages disappear, captions, edits."""
    while True:
        wrapper = next((name for name in _WRAPPERS if message.HasField(name)), None)
        if wrapper is None:
            return message
        message = getattr(message, wrapper).message
