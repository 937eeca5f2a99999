"""The node codec against an independent one, and against itself."""

import warnings
import zlib

import pytest

from tests.whatsapp_server.addresses import SERVER, Jid, parse_jid
from tests.whatsapp_server.nodes import Node, parse_node, render_node

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pywhats.binary.decoder import decode
    from pywhats.binary.encoder import encode
    from pywhats.binary.node import Node as TheirNode
    from pywhats.events import JID

OURS = Node(
    "message",
    {
        "id": "3AB4A16D2851CC533965",
        "from": Jid("100000000000002", "lid"),
        "recipient": Jid("79160000000", "s.whatsapp.net", 3),
        "t": "1763830000",
        "notify": "Оля",
        "ratio": "12.5-7",
    },
    [Node("enc", {"v": "2", "type": "pkmsg"}, bytes(range(256)) * 300), Node("meta"), Node("list", {}, [])],
)


def test_survives_a_round_trip() -> None:
    assert parse_node(render_node(OURS)) == Node(
        OURS.tag, OURS.attrs, [OURS.children[0], Node("meta"), Node("list", {}, None)]
    )


def test_reads_compressed_frames() -> None:
    frame = render_node(OURS)
    assert parse_node(b"\2" + zlib.compress(frame[1:])) == parse_node(frame)


def test_another_codec_reads_ours() -> None:
    theirs = decode(render_node(OURS))
    assert theirs.tag == "message"
    assert theirs.attrs["id"] == OURS.attrs["id"]
    assert (theirs.attrs["recipient"].user, theirs.attrs["recipient"].device) == ("79160000000", 3)
    assert theirs.content[0].content == OURS.children[0].data


def test_reads_another_codec() -> None:
    theirs = TheirNode(
        "iq",
        {"to": JID(user="", server="s.whatsapp.net"), "id": "12.5-7", "hex": "00FF17AB3", "xmlns": "w:p"},
        [TheirNode("ping", {}, b"data")],
    )
    ours = parse_node(encode(theirs))
    assert ours.tag == "iq"
    assert ours.attrs == {"to": SERVER, "id": "12.5-7", "hex": "00FF17AB3", "xmlns": "w:p"}
    assert ours.children[0].data == b"data"


@pytest.mark.parametrize("frame", [b"\0", b"\0\xf8\x03", b"\0\xf8\x01\xfc\x09abc", b"\0\xf8\x01\xf4"])
def test_refuses_what_is_malformed(frame: bytes) -> None:
    with pytest.raises(ValueError, match=r"node|list|token"):
        parse_node(frame)


@pytest.mark.parametrize("text", ["79160000000@s.whatsapp.net", "1:2@lid", "s.whatsapp.net", "120363@g.us"])
def test_addresses_read_as_they_are_written(text: str) -> None:
    assert str(parse_jid(text)) == text
