"""Two peers of the simulation talk to each other; signatures are checked by an unmodified Ed25519 verifier."""

import random

import pytest

from tests.whatsapp_server import wire
from tests.whatsapp_server.keys import SigningKeyPair, is_signed_by
from tests.whatsapp_server.ratchet import SeenBefore, Undecryptable
from tests.whatsapp_server.signal import Peer


def meet() -> tuple[Peer, Peer]:
    alice, bob = Peer(), Peer()
    alice.begin("bob", bob.bundle())
    return alice, bob


def test_a_conversation_in_any_order() -> None:
    alice, bob = meet()
    shuffled = random.Random(3)
    for turn in range(6):
        writer, reader, to, of = (alice, bob, "bob", "alice") if turn % 2 == 0 else (bob, alice, "alice", "bob")
        sent = [(f"{turn}.{n}".encode(), *writer.encrypt(to, f"{turn}.{n}".encode())) for n in range(5)]
        shuffled.shuffle(sent)
        assert [reader.decrypt(of, kind, sealed) for _, kind, sealed in sent] == [plain for plain, *_ in sent]


def test_an_opening_is_repeated_until_it_is_answered() -> None:
    alice, bob = meet()
    assert [alice.encrypt("bob", b"x")[0] for _ in range(2)] == ["pkmsg", "pkmsg"]
    bob.decrypt("alice", *alice.encrypt("bob", b"x"))
    alice.decrypt("bob", *bob.encrypt("alice", b"y"))
    assert alice.encrypt("bob", b"x")[0] == "msg"


def test_both_begin_at_once() -> None:
    alice, bob = meet()
    bob.begin("alice", alice.bundle())
    from_alice, from_bob = alice.encrypt("bob", b"a"), bob.encrypt("alice", b"b")
    assert bob.decrypt("alice", *from_alice) == b"a"
    assert alice.decrypt("bob", *from_bob) == b"b"
    for _ in range(3):
        assert bob.decrypt("alice", *alice.encrypt("bob", b"on")) == b"on"
        assert alice.decrypt("bob", *bob.encrypt("alice", b"and on")) == b"and on"


def test_nothing_is_read_twice_and_damage_costs_nothing() -> None:
    alice, bob = meet()
    kind, sealed = alice.encrypt("bob", b"once")
    with pytest.raises(Undecryptable):
        bob.decrypt("alice", kind, sealed[:-1] + bytes([sealed[-1] ^ 1]) if kind == "msg" else damage(sealed))
    assert bob.decrypt("alice", kind, sealed) == b"once"
    with pytest.raises(SeenBefore):
        bob.decrypt("alice", kind, sealed)


def damage(opening: bytes) -> bytes:
    inner = wire.Message(opening[1:]).data(4)
    return opening.replace(inner, inner[:-1] + bytes([inner[-1] ^ 1]))


def test_signatures() -> None:
    for _ in range(20):
        key = SigningKeyPair()
        signature = key.sign(b"message")
        assert is_signed_by(key.public, b"message", signature)
        assert not is_signed_by(key.public, b"another", signature)
        assert not is_signed_by(SigningKeyPair().public, b"message", signature)


def test_the_wire_format() -> None:
    inner = wire.render((1, "привет"), (2, None))
    message = wire.Message(wire.render((1, 300), (2, 1.5), (3, inner), (15, True)))
    assert (message.number(1), message.message(3).text(1), message.number(15)) == (300, "привет", 1)
    assert 2 in message
    with pytest.raises(ValueError, match="early"):
        wire.Message(wire.render((1, "cut short"))[:-1])
