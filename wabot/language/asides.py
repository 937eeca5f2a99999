"""Asides: what single words say of the services, the people and the visits in a message."""

from collections.abc import Sequence
from itertools import pairwise

from wabot.domain.heard import Company, Intent, Remark
from wabot.language.found import Found
from wabot.language.intents import intent_of
from wabot.language.lexicon import Word
from wabot.language.patterns import NOTHING, Match, is_said
from wabot.language.slots import Slot

_MOST_GUESTS = 6
_SHORT = 5  # words of "can i have the same"
_BESIDE_NEWS = {
    Remark.DISCOUNT,
    Remark.GIVE,
    Remark.LENGTH,
    Remark.WHO,
    Remark.COMING,
    Remark.AT_DOOR,
    Remark.THINKING,
    Remark.MISTAKE,
    Remark.WRONG_NUMBER,
    Remark.PRESENT,
    Remark.RUDE,
    Remark.BOT,
    Remark.LANGUAGE,
    Remark.REMIND,
    Remark.OFFERED,
    Remark.MAY_CHANGE,
}


def remarks_in(found: Sequence[Match], matches: Sequence[Match], slot: Slot) -> frozenset[Remark]:
    """The remarks; "буду позже", "запишусь позже" are none on a time, and "на час позже" says more than one."""
    excused = [set(match.words) for match in matches if match.name == NOTHING]
    said = frozenset(Remark(match.name) for match in found if not any(set(match.words) <= words for words in excused))
    if slot.shift is not None:
        said -= {Remark.EARLIER, Remark.LATER}
    is_news = any(intent_of(match) in (Intent.OTHER, Intent.HUMAN) for match in matches if match.name != NOTHING)
    return said & _BESIDE_NEWS if is_news else said


def count_guests(words: Sequence[Word], company: Company | None) -> int:
    """How many come: as was said, or as many as were named."""
    said = max((int(word.senses.get("guests", 1)) for word in words), default=1)
    said = max(said, _count_children(words), _count_group(words))
    return max(said, len(company.others) + company.with_customer) if company is not None else said


def _count_group(words: Sequence[Word]) -> int:
    """How many are told of with their number, and who comes with them: "my three kids", "2 boys, a girl and me"."""
    single = [part for word in words for part in word.parts or (word,)]
    most = count = 0
    before = None
    for word in single:
        number = _number_of(before) if before is not None and {"group", "person"} & word.senses.keys() else 0
        if number and ("group" in word.senses or count):
            count += number
        elif count and "me" in word.senses and before is not None and before.get("join") == "and":
            count += 1
        elif not (word.get("join") or word.kind == "mark" or _number_of(word)):
            count = 0
        most, before = max(most, count), word
    return most if 1 < most <= _MOST_GUESTS else 1


def _number_of(word: Word) -> int:
    """How many of what follows; 0 where the word tells no number."""
    if word.kind == "number":
        return int(word.form[:3])
    return int(word.get("number") or word.get("few") or "indefinite" in word.senses)


def _count_children(words: Sequence[Word]) -> int:
    """How many children are told of one by one, each with an age: "мальчик 4 года и девочка 6"."""
    beside = pairwise([word for word in words if "article" not in word.senses])
    return sum(one.get("person") == "kids" and other.kind == "number" for one, other in beside)


def owners_in(words: Sequence[Word]) -> tuple[str, ...]:
    """Whose visit is meant, where it may be one of these: "hers"."""
    return tuple(who for word in words for who in str(word.get("owner") or "").split())


def is_own(words: Sequence[Word]) -> bool:
    """Whether it is the customer's own visit: "перенесите меня", "мне на 7 перенесите", "меня тоже", "move mine"."""
    is_object = any(
        "me" in word.senses and {"move", "cancel"} & before.senses.keys() for before, word in pairwise(words)
    )
    first = next((at for at, word in enumerate(words) if {"me", "me_to"} & word.senses.keys()), len(words))
    is_told = any({"move", "cancel"} & word.senses.keys() for word in words[first + 1 : first + 5])
    return is_object or is_told or _is_too(words) or any("own" in word.senses for word in words)


def is_after_own(words: Sequence[Word]) -> bool:
    """Whether the visit shall come after the customer's own: "после меня"."""
    return any("behind" in before.senses and "me" in word.senses for before, word in pairwise(words))


def is_likewise(words: Sequence[Word]) -> bool:
    """Whether no more is asked than of the services it names: "а педикюр?", "and the pedicure?", "what about gel"."""
    is_asked = any(word.form == "?" for word in words) or "and_what" in words[0].senses
    beside = {"article", "and_what", "polite", "together", "for_whom", "lead"}
    rest = (word for word in words if is_said(word) and "service" not in word.tags)
    return is_asked and all(beside & word.senses.keys() or word.get("join") for word in rest)


def is_alike(words: Sequence[Word]) -> bool:
    """Whether the customer wants what somebody else has got: "и мне тоже", "same for me", "а мне на пять"; longer words
    say more.
    """
    says_same = any("alike" in word.senses for word in words) and any("me" in word.senses for word in words)
    is_next = "and_what" in words[0].senses and len(words) > 1 and "me_to" in words[1].senses
    return (says_same or is_next or _is_too(words)) and sum(map(is_said, words)) <= _SHORT


def _is_too(words: Sequence[Word]) -> bool:
    """Whether it is said of the customer as of somebody else: "меня тоже", "me too"."""
    return any("me" in one.senses and {"too", "adds"} & other.senses.keys() for one, other in pairwise(words))


def is_joining(words: Sequence[Word]) -> bool:
    """Whether the customer wants to come along with those spoken of: "а можно сразу и меня подстричь", "me too"."""
    is_joined = any(one.get("join") == "and" and "me" in other.senses for one, other in pairwise(words))
    return is_joined or _is_too(words) or any("joins" in word.senses for word in words)


def is_each(words: Sequence[Word]) -> bool:
    """Whether each of the guests is to have something else: "одной гель, другой педикюр"."""
    first = next((at for at, word in enumerate(words) if "one_of_them" in word.senses), len(words))
    return any("other_of_them" in word.senses for word in words[first + 2 :])


def is_behind(words: Sequence[Word], found: Found) -> bool:
    """Whether the one service that is named is what the visit shall come after: "после массажа"."""
    first = min(found.service_places, default=0)
    before = [word for word in words[:first] if "article" not in word.senses]
    return len(found.services) == 1 and bool(before) and "behind" in before[-1].senses


def adds_services(words: Sequence[Word], found: Found) -> bool:
    """Whether the services come to others: "и брови", "ещё на брови", "педикюр тоже"."""
    if not found.service_places:
        return False
    first = min(found.service_places)
    before = words[max(0, first - 3) : first]
    return (
        any(word.get("adds") == "anywhere" for word in words)
        or any(word.get("adds") == "before" for word in before)
        or bool(before and before[-1].get("join") == "and")
    )


def is_only(words: Sequence[Word], found: Found) -> bool:
    """Whether nothing but the services is wanted: "только маникюр", "без бровей, только гель"."""
    first = found.mentions[0][0] if found.mentions else 0
    return any("only" in word.senses for word in words[max(0, first - 2) : first])


def put_in_order(words: Sequence[Word], found: Found) -> bool:
    """Whether the services are wanted one after another as they are named; what is said to be first is put first."""
    if len(found.services) < 2 or not found.mentions:
        return False
    begins, ends = found.mentions[0][0], found.mentions[-1][0]
    for place, word in enumerate(words):
        following = next((target for at, target, _ in found.mentions if at > place), None)
        if word.get("order") == "first" and following in found.services:
            found.services.sort(key=lambda service: service != following)
            return True
        if word.get("order") == "then" and begins < place < ends:
            return True
    return False
