"""What became of every message: the phones against the daemon's tables."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tests.bench.tables import Reply, Tables
from tests.bench.townsfolk import Character, Written, visits_told
from tests.whatsapp_server import Answer, Customer

KILL_WINDOW_S = 0.25
"""How long before a kill a message was confirmed, or a reply arrived, that the process had no time to note."""


@dataclass
class Verdict:
    """`figures` by the names of chaos.py; `findings` say of each message that is not well what is known of it."""

    figures: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    max_answer_s: float = 0.0

    def find(self, name: str, words: str) -> None:
        """Count something that is not well."""
        self.figures[name] += 1
        self.findings.append(f"{name}: {words}")


def judge(town: Sequence[Character], tables: Tables, kills: Sequence[float]) -> Verdict:
    """Account for every message of every customer."""
    verdict = Verdict()
    verdict.figures["double_booked"] = tables.double_booked
    verdict.figures["unknown"] = tables.unknown
    for character in town:
        customer = character.customer
        replies = tables.replies[f"{customer.lid.user}@lid"]
        arrivals = _arrivals(customer, replies, kills, verdict)
        _judge_order(character, replies, arrivals, tables, verdict)
        for written in character.written:
            verdict.figures["sent"] += 1
            _judge_message(customer, written, replies, arrivals, tables, kills, verdict)
    return verdict


def _arrivals(
    customer: Customer, replies: Sequence[Reply], kills: Sequence[float], verdict: Verdict
) -> dict[int, list[Answer]]:
    """What reached the phone of each reply. One that the outbox does not know by its id is the copy of a known one."""
    by_message = {reply.message_id: reply for reply in replies}
    arrivals: dict[int, list[Answer]] = defaultdict(list)
    strays = []
    for answer in customer.answers:
        if (reply := by_message.get(answer.id)) is not None:
            arrivals[reply.id].append(answer)
        else:
            strays.append(answer)
    for answer in strays:
        alike = [reply for reply in replies if reply.text == answer.text]
        alike.sort(key=lambda reply: (reply.state != "unknown" and reply.attempts < 2, bool(arrivals[reply.id])))
        if alike:
            arrivals[alike[0].id].append(answer)
        else:
            verdict.find("doubled", f"{customer.name} got a reply that stands nowhere: {answer.text!r}")
    for reply in replies:
        seen = arrivals[reply.id]
        seen.sort(key=lambda answer: answer.at)
        for first, copy in pairwise(seen):
            is_of_a_kill = any(0 <= kill - first.at <= KILL_WINDOW_S for kill in kills)
            name = "doubled_in_kill_window" if is_of_a_kill else "doubled"
            verdict.find(
                name, f"{customer.name} got {reply} as {first.id} and {copy.at - first.at:.3f} s later {copy.id}"
            )
    return arrivals


def _judge_order(
    character: Character, replies: Sequence[Reply], arrivals: dict[int, list[Answer]], tables: Tables, verdict: Verdict
) -> None:
    """Messages are stored in the order they were written, and replies arrive in the order they were made."""
    stored = [tables.inbox[written.id] for written in character.written if written.id in tables.inbox]
    shown = [arrivals[reply.id][0].at for reply in replies if arrivals[reply.id]]
    for what, order in (("messages", stored), ("replies", shown)):
        for place, (one, other) in enumerate(pairwise(order)):
            if one > other:
                verdict.find("reordered", f"{what} of {character.customer.name} at {place}: {one}, {other}")


def _judge_message(
    customer: Customer,
    written: Written,
    replies: Sequence[Reply],
    arrivals: dict[int, list[Answer]],
    tables: Tables,
    kills: Sequence[float],
    verdict: Verdict,
) -> None:
    number = tables.inbox.get(written.id)
    told = f"{customer.name} wrote {written.text!r} ({written.id}) at {written.at:.2f}"
    if number is None:
        confirmed_at = customer.confirmed.get(written.id)
        kill = _kill_to_blame(written.at, confirmed_at, kills)
        why = "no kill explains it" if kill is None else f"killed {kill - written.at:+.3f} s"
        confirmed = "never confirmed" if confirmed_at is None else f"confirmed {confirmed_at - written.at:+.3f} s"
        verdict.find("lost" if kill is None else "lost_in_kill_window", f"{told}; {confirmed}; {why}; never stored")
        return
    reply = next((reply for reply in replies if reply.turn >= number), None)
    if reply is None:
        verdict.find("lost", f"{told}; stored as {number}, never replied to")
    elif arrivals[reply.id]:
        verdict.figures["answered"] += 1
        verdict.max_answer_s = max(verdict.max_answer_s, arrivals[reply.id][0].at - written.at)
    else:
        verdict.find(_why_unseen(customer, reply), f"{told}; stored as {number}; {reply} never arrived")


def _kill_to_blame(written_at: float, confirmed_at: float | None, kills: Sequence[float]) -> float | None:
    """The kill just after the message was confirmed; or the last before the next process confirmed it, which swallows
    what the killed one had decrypted.
    """
    if confirmed_at is None:
        return None
    after = [kill for kill in kills if 0 <= kill - confirmed_at <= KILL_WINDOW_S]
    before = [kill for kill in kills if written_at < kill < confirmed_at]
    return after[0] if after else before[-1] if before else None


def _why_unseen(customer: Customer, reply: Reply) -> str:
    if reply.state == "failed":
        return "refused"
    if reply.state == "unknown":
        return "unseen"
    if reply.message_id in {*customer.reused_keys, *customer.undecryptable}:
        return "unreadable"
    return "lost"


def judge_last_words(town: Sequence[Character], tables: Tables, verdict: Verdict) -> None:
    """Everybody has just asked for their visits: what they were told is what stands in the book."""
    for character in town:
        told = visits_told(character.customer.texts[-1]) if character.customer.answers else set()
        booked = tables.visits[f"{character.customer.lid.user}@lid"]
        if told != booked:
            verdict.find("misinformed", f"{character.customer.name} was told {told}, booked is {booked}")
