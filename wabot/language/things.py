"""Things: the salon's services and staff, by every word customers have for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from typing import Any

from wabot.domain.heard import Company
from wabot.domain.salon import Aliases, Salon, Service, Text
from wabot.language.inflection import call, inflect
from wabot.language.lexicon import Lexicon, Word, expand_forms
from wabot.language.mentions import JOINING, Mention, meant, windows
from wabot.language.patterns import is_said
from wabot.language.tokens import split_tokens
from wabot.types import Lang, ServiceId, StaffId

_WITH = frozenset({"с", "со", "with"})
_CHILD = 12  # years, at most: what is wanted for them is meant for children


@dataclass(frozen=True, slots=True)
class Entry:
    """A name or alias of a service or family: the content words of it, in any order."""

    keys: tuple[str, ...]
    target: str


@dataclass(slots=True)
class Found:
    """Services and staff of a message, with the places of the words that named them.

    `drops` and `not_staff` are those that are not wanted, `unoffered` a service that the salon does not have. `suits`
    are the services for people like whoever is spoken of ("дочке", "she's 7").
    """

    services: list[str] = field(default_factory=list)
    service_places: set[int] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    staff: list[StaffId] = field(default_factory=list)
    staff_places: dict[int, StaffId] = field(default_factory=dict)
    implied: bool = False
    drops: list[str] = field(default_factory=list)
    not_staff: StaffId | None = None
    unoffered: str | None = None
    suits: list[str] = field(default_factory=list)


class Things:
    """The vocabulary of one salon. Words are known by the key (the configured form) that a form belongs to."""

    def __init__(self, salon: Salon, lexicon: Lexicon, files: Iterable[Mapping[str, Any]]) -> None:
        self.keys: dict[str, set[str]] = {}
        self.staff: dict[str, StaffId] = {}
        self._entries: list[Entry] = []
        self._kinds: dict[str, set[str]] = {}
        self._families = {service.family for service in salon.services if service.family}
        self._family_of = {service.id: service.family for service in salon.services}
        self._yields: dict[str, set[str]] = {}
        self._unoffered: set[str] = set()
        self._done_to: set[str] = set()
        self._heads = set[str]().union(*(_heads(service) for service in salon.services))
        for service in salon.services:
            for text in _texts(service.name, service.aliases):
                self._add(text, service.id)
            self._kinds[service.id] = _kinds(service, lexicon)
        self._wider: dict[str, set[str]] = {
            service.id: _narrower(service, salon.services) for service in salon.services
        }
        for family, services in salon.families.items():
            for key in self._common(services):
                self._entries.append(Entry((key,), family))
        for file in files:
            for thing in file.get("things", {}).values():
                self._add_thing(thing)
        self._first: dict[str, list[Entry]] = {}
        for entry in dict.fromkeys(self._entries):
            self._first.setdefault(entry.keys[0], []).append(entry)
        for person in salon.staff:
            for text in _texts(person.name, person.aliases):
                for form in inflect(text.lower().replace("ё", "е")):
                    self.staff.setdefault(form, person.id)
                for form in call(text.lower().replace("ё", "е")) - lexicon.forms.keys():
                    self.staff.setdefault(form, person.id)
        for file in files:
            for name, patterns in file.get("diminutives", {}).items():
                if name in self.staff:
                    for pattern in patterns.split():
                        for form in expand_forms(pattern):
                            self.staff.setdefault(form, self.staff[name])
                            for called in call(form) - lexicon.forms.keys():
                                self.staff.setdefault(called, self.staff[name])

    def _add(self, text: str, target: str) -> None:
        keys = _content(text)
        for key in keys:
            for form in inflect(key):
                self.keys.setdefault(form, set()).add(key)
        joined = "".join(keys)
        if len(keys) > 1 and "-" in text:
            for form in inflect(joined):
                self.keys.setdefault(form, set()).add(joined)
            self._entries.append(Entry((joined,), target))
        if keys:
            self._entries.append(Entry(keys, target))

    def _common(self, services: Sequence[Service]) -> set[str]:
        """The words that name the whole family: those in most names of its services."""
        common: set[str] = set()
        for lang in Lang:
            names = [set(_content(service.name.get(lang, ""))) for service in services]
            words = set[str]().union(*names)
            common |= {word for word in words if sum(word in name for name in names) * 2 > len(names)}
        return common

    def _add_thing(self, thing: Mapping[str, str]) -> None:
        """General words for a service, if the salon has the service that the thing is called after."""
        target = next((found for key in thing["key"].split() if (found := self._called(key))), None)
        if target is None:
            has_it = [self._add_only(key) for key in thing["key"].split()]
            if not any(has_it):
                forms = {form for pattern in thing["says"].split() for form in expand_forms(pattern)}
                self._unoffered |= forms
                self._done_to |= forms if thing.get("done_to") else set()
            return
        named = {entry.keys for entry in self._entries}
        for pattern in thing["says"].split():
            for form in expand_forms(pattern):
                keys = tuple(form.split("_"))
                for key in keys:
                    self.keys.setdefault(key, set()).add(key)
                if keys not in named:
                    named.add(keys)
                    self._entries.append(Entry(keys, target))
        for pattern in thing.get("yields_to", "").split():
            self._yields.setdefault(target, set()).update(expand_forms(pattern))

    def _add_only(self, key: str) -> bool:
        """Let the bare word name the one service that has it in its name ("стрижка": "Стрижка машинкой").

        False when no service has it at all.
        """
        words = _content(key)
        targets = {entry.target for entry in self._entries if set(words) < set(entry.keys)}
        if len(targets) == 1:
            self._entries.append(Entry(words, next(iter(targets))))
        return bool(targets)

    def _called(self, name: str) -> str | None:
        keys = _content(name)
        exact = [entry.target for entry in self._entries if entry.keys == keys]
        return next((target for target in exact if target in self._families), exact[0] if exact else None)

    def forms(self) -> Iterable[str]:
        """Every form of a service word or staff name."""
        return [*self.keys, *self.staff, *self._unoffered]

    def find(self, words: list[Word]) -> Found:
        """The services in order of mention and the staff named."""
        found = Found()
        self._find_services(found, words)
        self._choose(found, words)
        for place, word in enumerate(words):
            staff = self.staff.get(word.form)
            if staff is not None and place not in found.service_places:
                found.staff_places[place] = staff
        named, denied = meant([(place, staff, place) for place, staff in found.staff_places.items()], words)
        found.staff = [StaffId(staff) for _, staff, _ in named]
        found.not_staff = next((StaffId(staff) for _, staff, _ in denied if staff not in found.staff), None)
        if self._is_only_done_to(found, words):
            found.services, found.mentions = [], []
        if not found.services:
            found.unoffered = next((word.raw for word in words if word.form in self._unoffered), None)
        return found

    def give_each(self, found: Found, words: list[Word], company: Company) -> Company:
        """Where people come for one family of services and each is known to have another of them ("сына и мужа
        постричь"), give each their own; the customer's, if they come too, is open. Returns the company, then apart.
        """
        families = {self._family_of.get(ServiceId(service), service) for service in found.services}
        family = next(iter(families)) if len(families) == 1 else None
        if family not in self._families or len(company.others) + company.with_customer < 2:
            return company
        kinds = {str(word.get("companion")): word.get("person") for word in words if "companion" in word.senses}
        theirs = [self._only_for(kinds.get(who), family) for who in company.others]
        own = [family] if company.with_customer else []
        if None in theirs or len({*theirs, *own}) < 2 or len(theirs) < 2:
            return company
        found.services = [*own, *(service for service in theirs if service is not None)]
        found.implied = True
        return replace(company, apart=True)

    def _only_for(self, kind: object, family: str) -> str | None:
        """The one service of the family for such people."""
        suiting = [str(one) for one, of in self._family_of.items() if of == family and kind in self._kinds[one]]
        return suiting[0] if len(suiting) == 1 else None

    def _is_only_done_to(self, found: Found, words: list[Word]) -> bool:
        """Whether the one service that is named is only what something is done to that the salon does not do."""
        if len(found.mentions) != 1:
            return False
        first, _, last = found.mentions[0]
        beside = (*takewhile(is_said, reversed(words[max(first - 2, 0) : first])), *words[last + 1 : last + 2])
        return any(word.form in self._done_to for word in beside)

    def _find_services(self, found: Found, words: list[Word]) -> None:
        places = self._places(words)
        said = [entry for key in places for entry in self._first.get(key, ()) if places.keys() >= set(entry.keys)]
        mentions: list[Mention] = []
        wheres = [(entry, where) for entry in said for where in windows(entry.keys, places, words)]
        for entry, where in sorted(wheres, key=lambda found: (-len(found[0].keys), found[1][-1] - found[1][0])):
            if found.service_places.isdisjoint(where):
                found.service_places.update(where)
                mentions.append((where[0], entry.target, where[-1]))
        mentions = [mention for mention in sorted(mentions) if not _is_decoration(mention, mentions, words)]
        mentions = [mention for mention in mentions if not self._is_yielding(mention, words)]
        mentions = [mention for mention in mentions if not self._is_what_is_done(mention, mentions, words)]
        for place in found.service_places:
            words[place].tags.add("service")
        kept, denied = meant(mentions, words)
        found.mentions = self._absorbed([mention for mention in kept if not self._is_detail(mention, kept, words)])
        taken_out = [mention for mention in kept if _is_taken_out(mention, words)]
        found.drops = list(dict.fromkeys(target for _, target, _ in (*denied, *taken_out)))
        found.services = list(dict.fromkeys(target for _, target, _ in found.mentions))

    def _places(self, words: list[Word]) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            for part in word.parts or (word,):
                for key in self.keys.get(part.form, ()):
                    places.setdefault(key, []).append(place)
        return places

    def _is_detail(self, mention: Mention, mentions: list[Mention], words: list[Word]) -> bool:
        """Whether it only says how another service is done: "педикюр с покрытием", "pedicure with gel polish".

        What a service is called after is one by itself: "педикюр с маникюром".
        """
        first, _, last = mention
        is_with = first > 0 and words[first - 1].form in _WITH
        before = next((one for one in mentions if one[2] == first - 2), None) if is_with else None
        if before is None or self._family_of.get(ServiceId(before[1])) or before[1] in self._families:
            return False
        if before[1] in self._wider.get(mention[1], ()):  # "маникюр с покрытием" is a service of that name
            return False
        said = {key for word in words[first : last + 1] for key in self.keys.get(word.form, ())}
        return said.isdisjoint(self._heads)

    def _is_what_is_done(self, mention: Mention, mentions: list[Mention], words: list[Word]) -> bool:
        """Whether it only says what is done to what stands right before it: "beard trim" where "a trim" is a haircut
        of the same family.
        """
        first, target, last = mention
        family = self._family_of.get(ServiceId(target))
        before = next((one for one in mentions if one[2] == first - 1), None)
        if family is None or before is None or first < last or self._family_of.get(ServiceId(before[1])) != family:
            return False
        return not (words[first].get("person") or words[first].get("person_kind"))

    def _absorbed(self, mentions: list[Mention]) -> list[Mention]:
        """The mentions without those that only say again what the one beside them says in full."""
        kept = []
        for mention in mentions:
            near = [one for one in mentions if one is not mention and _apart(one, mention) <= 3]
            if not any(mention[1] in self._wider.get(one[1], set()) for one in near):
                kept.append(mention)
        return kept

    def _is_yielding(self, mention: Mention, words: list[Word]) -> bool:
        """Whether "покрасить" only says what is done to a thing of another service ("покрасить брови")."""
        yields = self._yields.get(mention[1])
        if yields is None:
            return False
        place = mention[0]
        near = [at for at in (place - 2, place - 1, place + 1, place + 2) if 0 <= at < len(words)]
        return any(
            words[at].form in yields
            and all(words[mid].form not in ("и", "and", ",", "+") for mid in range(min(at, place) + 1, max(at, place)))
            for at in near
        )

    def _choose(self, found: Found, words: list[Word]) -> None:
        """Let the people spoken of choose among the services of a family."""
        persons = _persons_said(words)
        self._choose_other(found, words, persons)
        bare = [
            word for before, word in zip([None, *words], words, strict=False) if not (before and before.get("whose"))
        ]
        kinds = _kinds_said(bare, "person_kind")
        found.suits = [service for service in self._kinds if len(persons) == 1 and persons[0] in self._kinds[service]]
        if persons:
            for family in [service for service in found.services if service in self._families]:
                chosen = [
                    service
                    for person in persons
                    for service, of in self._family_of.items()
                    if of == family and person in self._kinds[service]
                ]
                if chosen:
                    at = found.services.index(family)
                    found.services[at : at + 1] = chosen
                    found.services = list(dict.fromkeys(found.services))
                    found.implied = True
        for family in [service for service in found.services if service in self._families]:
            if any(self._family_of.get(service) == family for service in found.services):  # type: ignore[call-overload]
                found.services.remove(family)
        if not found.services:
            is_booked = any("book" in word.senses for word in words)  # "записать дочку 7 лет"
            is_for_child = is_booked and "kids" in persons and bool(_child_ages(words))
            found.implied |= is_for_child
            for kind in (*kinds, *(["kids"] if is_for_child else [])):
                alone = [str(service) for service in self._kinds if kind in self._kinds[service]]
                if len(alone) == 1:
                    found.services.append(alone[0])

    def _choose_other(self, found: Found, words: list[Word], persons: list[str]) -> None:
        """A service called by a word that tells nothing of people is the one for those spoken of ("trim for hubby")."""
        if len(persons) != 1:
            return
        for start, target, end in found.mentions:
            family = self._family_of.get(ServiceId(target))
            if any("me" in word.senses for word in words[max(start - 2, 0) : start]):  # "сына подстричь и мне чёлку"
                continue
            is_plain = not any(word.get("person") or word.get("person_kind") for word in words[start : end + 1])
            if family and is_plain and persons[0] not in self._kinds[target] and target in found.services:
                chosen = [
                    str(one) for one, of in self._family_of.items() if of == family and persons[0] in self._kinds[one]
                ]
                if len(chosen) == 1:
                    found.services[found.services.index(target)] = chosen[0]
                    found.implied = True


def _kinds_said(words: list[Word], *tags: str) -> list[str]:
    """The kinds of people spoken of with these senses; "девочки, ..." only speaks to the staff."""
    said = []
    for place, word in enumerate(words):
        person = next((value for tag in tags if (value := word.get(tag))), None)
        is_addressed = "addressed" in word.senses and all(
            before.kind == "mark" or any(tag in before.senses for tag in ("hello", "greeting_words", "lead"))
            for before in words[:place]
        )
        if person and not is_addressed:
            said.append(str(person))
    return list(dict.fromkeys(said))


def _persons_said(words: list[Word]) -> list[str]:
    """The kinds of people spoken of; who has a child's age is a child ("сестре 7 лет", "my 6 year old")."""
    persons = _kinds_said(words, "person", "person_kind")
    for age in _child_ages(words):
        beside = [*_clause_back(words, age), *takewhile(_is_of_one, words[age + 2 : age + 4])]
        whose = _kinds_said(beside, "person", "person_kind")
        others = [word for word in words if word not in beside]
        if whose and "kids" not in whose:
            persons = [kind for kind in persons if kind not in whose or kind in _kinds_said(others, "person")]
        if "kids" not in persons:
            persons.append("kids")
    return persons


def _clause_back(words: list[Word], at: int) -> list[Word]:
    """The three words before that place that may be about the same person."""
    return list(takewhile(_is_of_one, reversed(words[max(at - 3, 0) : at])))


def _is_of_one(word: Word) -> bool:
    return word.get("join") is None and word.form not in (".", ";")


def _is_decoration(mention: Mention, mentions: list[Mention], words: list[Word]) -> bool:
    """Whether it is an emoji beside what was said ("второй вариант 💅"), not one that stands for a word."""
    place = mention[0]
    if words[place].kind != "emoji":
        return False
    if any(words[at].kind != "emoji" for at, _, _ in mentions):
        return not any(word.get("join") == "and" for word in words[max(place - 1, 0) : place + 2])
    if any(word.kind not in ("mark", "emoji") for word in words[place + 1 :]):
        return False
    before = [word for word in words[:place] if word.kind not in ("mark", "emoji")]
    return bool(before) and not any(tag in before[-1].senses for tag in ("prep", "want", "book", "can"))


def _apart(one: Mention, other: Mention) -> int:
    """How many places lie between the two, from the end of the first to the beginning of the second."""
    return max(one[0] - other[2], other[0] - one[2])


def _narrower(service: Service, services: Sequence[Service]) -> set[str]:
    """The services whose whole name is part of this one's ("Маникюр" of "Маникюр с гель-лаком")."""
    return {
        other.id
        for other in services
        for lang in Lang
        if other is not service
        and (words := set(_content(other.name.get(lang, ""))))
        and words < set(_content(service.name.get(lang, "")))
    }


def _is_taken_out(mention: Mention, words: list[Word]) -> bool:
    """Whether the service is to go: "уберите массаж", "массаж уберите"."""
    first, _, last = mention
    behind = words[last + 1 : last + 3]
    if any("takes_out" in word.senses for word in takewhile(is_said, behind)):
        return True
    for at in range(first - 1, max(first - 4, -1), -1):
        if not is_said(words[at]):
            return False
        if "takes_out" in words[at].senses:
            return at == 0 or "service" not in words[at - 1].tags
    return False


def _child_ages(words: list[Word]) -> list[int]:
    """The places of the numbers that are a child's age."""
    ages = []
    for at, word in enumerate(words):
        before, behind = words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None
        if word.kind == "number" and int(word.form) <= _CHILD:
            is_bare = before is not None and "aged" in before.senses and (behind is None or not is_said(behind))
            if is_bare or (behind is not None and behind.get("years")):
                ages.append(at)
    return ages


def _heads(service: Service) -> set[str]:
    """The words that a service is called after: the last one in English, in Russian the first or the last; none of
    "с гель-лаком".
    """
    heads: set[str] = set()
    for lang, name in service.name.items():
        words = _content(name.partition(" с ")[0])
        heads.update(words[-1:] if lang is Lang.EN else {*words[:1], *words[-1:]})
    return heads


def _texts(name: Text, aliases: Aliases) -> list[str]:
    return [*name.values(), *(alias for group in aliases.values() for alias in group)]


@lru_cache(maxsize=4096)
def _content(text: str) -> tuple[str, ...]:
    """The words of a name that tell it apart, lower-case."""
    words = [token.word for token in split_tokens(text) if token.kind == "word"]
    return tuple(word for word in words if word not in JOINING)


def _kinds(service: Service, lexicon: Lexicon) -> set[str]:
    kinds = set()
    for text in _texts(service.name, service.aliases):
        for token in split_tokens(text):
            senses = lexicon.find(token.word) or {}
            kind = senses.get("person_kind") or senses.get("person")
            if kind:
                kinds.add(str(kind))
    return kinds
