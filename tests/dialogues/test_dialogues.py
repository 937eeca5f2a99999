"""Every conversation of this folder, played against the whole program on a simulated WhatsApp."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from tests.dialogues.script import WORDLESS, Conversation, Step, load_conversations
from tests.house import OWNER, House, Person, salon_open
from tests.salon import SALON
from wabot.domain.appointments import Appointment, Status
from wabot.domain.correspondence import Kind
from wabot.domain.customers import Customer
from wabot.storage.appointments import appointments_between
from wabot.types import Lang

pytestmark = pytest.mark.anyio

CONVERSATIONS = list(load_conversations())
CLAIMS = (
    "вы записаны", "записала вас", "Перенесла", "Отменила", "Убрала", "Изменила",
    "you're booked", "I've booked", "I've moved", "Moved.", "Cancelled:", "I've taken", "I've changed",
)  # fmt: skip
MOST_LETTERS = 600
_OPEN = {Status.BOOKED, Status.CONFIRMED}
_REPEATABLE = (
    "На какую услугу?",
    "Что именно:",
    "занято",
    "текстом",
    "Записать вас",
    "Придёте",
    "администратор",
    "Наш адрес",
    "цен",
    "price",
)


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=[one.title for one in CONVERSATIONS])
async def test_conversation(conversation: Conversation, tmp_path: Path) -> None:
    async with salon_open(tmp_path, at=conversation.steps[0].at) as house:
        players = Players(house, conversation)
        for step in conversation.steps:
            await players.play(step)


class Players:
    """The customers of one conversation, and all that is checked of what comes back."""

    def __init__(self, house: House, conversation: Conversation) -> None:
        self._house = house
        self._profiles = conversation.profiles
        self._people: dict[str, Person] = {}
        self._latest: dict[str, str] = {}

    async def play(self, step: Step) -> None:
        """Play a step and check what came of it."""
        house = self._house
        read = len(house.session.phones)
        await house.comes(f"{step.at:%Y-%m-%d %H:%M}")
        before = await self._book()
        meanwhile = len(house.session.phones) if step.who else read
        if step.who is not None:
            await self._write(step, step.who)
        await house.settle()
        arrived = house.session.phones[read:]
        for who, text in step.told:
            theirs = "\n".join(one.text for one in arrived if one.contact == self.person(who).contact)
            assert text in theirs, f"{step.place}: {who} has read:\n{theirs}"
        contact = self.person(step.who).contact if step.who else None
        answers = house.session.phones[meanwhile:]
        answer = "\n".join(one.text for one in answers if contact in {None, one.contact})
        booked = await self._book()
        self._check(step, answer, is_changed=booked != before)
        if step.booked is not None:
            assert booked == sorted(step.booked), f"{step.place}: {' ⏎ '.join(step.messages)}\n{answer}"

    def person(self, who: str) -> Person:
        """Somebody by the name they have in the script: the owner, one of the staff with a phone, or a customer."""
        if who not in self._people:
            staff = next((one for one in SALON.staff if one.name[Lang.RU] == who and one.phone), None)
            phone = OWNER if who == "владелец" else staff.phone if staff else None
            self._people[who] = self._house.customer(phone or f"+7916{crc32(who.encode()) % 10_000_000:07}")
        return self._people[who]

    async def _book(self) -> list[str]:
        """The entries of the book that are still to end, as README.md writes them."""
        now = self._house.clock.now()
        found = await self._house.wabot.database.read(lambda db: appointments_between(db, now))
        return sorted(self._entry(entry, customer) for entry, customer in found if entry.status in _OPEN)

    async def _write(self, step: Step, who: str) -> None:
        person = self.person(who)
        for number, text in enumerate(step.messages):
            fields: dict[str, Any] = {"profile_name": self._profiles.get(who), "id": f"{step.place}:{number}"}
            if step.by_salon:
                await person.sends(text, by_salon=True, id=fields["id"])
            elif text in WORDLESS:
                await person.sends("", kind=WORDLESS[text], **fields)
            elif text.startswith("[") and text.endswith("]"):
                latest = self._house.last_reply_to(person)
                await person.sends(text[1:-1], kind=Kind.REACTION, reply_to=latest, **fields)
            else:
                await person.sends(text, more_follows=number + 1 < len(step.messages), **fields)

    def _check(self, step: Step, answer: str, *, is_changed: bool) -> None:
        said = f"{step.place}: {' ⏎ '.join(step.messages)}\n{answer}"
        for text in step.has:
            assert text in answer, f"{text!r} is missing: {said}"
        for text in step.lacks:
            assert text not in answer, f"{text!r} is said: {said}"
        if step.who is None or step.by_salon:
            return
        if step.is_silent:
            assert not answer, said
            return
        assert answer, f"no answer: {said}"
        assert answer.count("?") <= 1, f"more than one question: {said}"
        assert len(answer) <= MOST_LETTERS, f"a wall of text: {said}"
        news = answer.replace("Сейчас вы записаны", "").replace("At the moment you're booked", "")
        assert is_changed == any(claim in news for claim in CLAIMS), f"the book is changed: {is_changed}; {said}"
        if not any(word in answer for word in _REPEATABLE):
            assert answer != self._latest.get(step.who), f"said again, word for word: {said}"
        self._latest[step.who] = answer

    def _entry(self, entry: Appointment, customer: Customer) -> str:
        services = " + ".join(found.name[Lang.RU] for one in entry.services if (found := SALON.find_service(one)))
        staff = SALON.find_staff(entry.staff)
        who = next(name for name, person in self._people.items() if person.contact == customer.contact)
        return (
            f"{who}: {services}, {staff.name[Lang.RU] if staff else entry.staff}, {_local(entry.start_at):%d.%m %H:%M}"
        )


def _local(at: datetime) -> datetime:
    return at.astimezone(SALON.timezone)
