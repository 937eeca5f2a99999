"""Things: the salon's services and staff, found in the words of a message."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from wabot.domain.salon import Salon
from wabot.language.forwhom import ForWhom
from wabot.language.found import Found
from wabot.language.inflection import call, inflect
from wabot.language.lexicon import Lexicon, Word, expand_forms
from wabot.language.mentions import Mention, meant, windows
from wabot.language.menu import Menu, texts_of
from wabot.language.patterns import is_said
from wabot.types import StaffId

_WITH = frozenset({"с", "со", "with"})


class Things:
    """The vocabulary of one salon. `staff` are by every form of their names."""

    def __init__(self, salon: Salon, lexicon: Lexicon, files: Sequence[Mapping[str, Any]]) -> None:
        self._menu = Menu(salon, lexicon, files)
        self.for_whom = ForWhom(self._menu)
        self.staff: dict[str, StaffId] = {}
        for form, person in _names(salon, lexicon):
            self.staff.setdefault(form, person)
        for file in files:
            for name, patterns in file.get("diminutives", {}).items():
                if name in self.staff:
                    for pattern in patterns.split():
                        for form in expand_forms(pattern):
                            self.staff.setdefault(form, self.staff[name])
                            for called in call(form) - lexicon.forms.keys():
                                self.staff.setdefault(called, self.staff[name])

    def forms(self) -> Iterable[str]:
        """Every form of a service word or staff name."""
        return [*self._menu.keys, *self.staff, *self._menu.unoffered]

    def find(self, words: list[Word]) -> Found:
        """The services in order of mention and the staff named."""
        found = Found()
        self._find_services(found, words)
        self.for_whom.choose(found, words)
        for place, word in enumerate(words):
            staff = self.staff.get(word.form)
            if staff is not None and place not in found.service_places:
                found.staff_places[place] = staff
        named, denied = meant([(place, staff, place) for place, staff in found.staff_places.items()], words)
        found.staff = [StaffId(staff) for _, staff, _ in named]
        found.not_staff = next((StaffId(staff) for _, staff, _ in denied if staff not in found.staff), None)
        if self._is_only_done_to(found, words):
            found.services, found.mentions = [], []
        found.also_unoffered = self._also_unoffered(found, words)
        if not found.services:
            found.unoffered = next((word.raw for word in words if word.form in self._menu.unoffered), None)
        return found

    def _also_unoffered(self, found: Found, words: list[Word]) -> str | None:
        """What is listed with services of the salon and is none: "маникюр и эпиляция", "brows, and a facial"."""
        for at, word in enumerate(words):
            if word.form in self._menu.unoffered and at not in found.service_places:
                behind = words[at + 1] if at + 1 < len(words) else None
                before = next((one for one in reversed(words[:at]) if "article" not in one.senses), None)
                if found.services and any(one is not None and _lists(one) for one in (before, behind)):
                    return word.raw
        return None

    def _is_only_done_to(self, found: Found, words: list[Word]) -> bool:
        """Whether the one service that is named is only what something is done to that the salon does not do."""
        if len(found.mentions) != 1:
            return False
        first, _, last = found.mentions[0]
        beside = (*takewhile(is_said, reversed(words[max(first - 2, 0) : first])), *words[last + 1 : last + 2])
        return any(word.form in self._menu.done_to for word in beside)

    def _find_services(self, found: Found, words: list[Word]) -> None:
        places = self._places(words)
        said = [
            entry for key in places for entry in self._menu.entries.get(key, ()) if places.keys() >= set(entry.keys)
        ]
        mentions: list[Mention] = []
        wheres = [(entry, where) for entry in said for where in windows(entry.keys, places, words)]
        for entry, where in sorted(wheres, key=lambda found: (-len(found[0].keys), found[1][-1] - found[1][0])):
            if found.service_places.isdisjoint(where):
                found.service_places.update(where)
                mentions.append((where[0], entry.target, where[-1]))
        mentions = [mention for mention in sorted(mentions) if not _is_decoration(mention, mentions, words)]
        mentions = [mention for mention in mentions if not self._is_yielding(mention, words)]
        mentions = [mention for mention in mentions if not self._is_what_is_done(mention, mentions, words)]
        mentions = sorted([*mentions, *self._sharing(mentions, words)])
        found.service_places.update(first for first, _, _ in mentions)
        for place in found.service_places:
            words[place].tags.add("service")
        kept, denied = meant(mentions, words)
        found.mentions = self._absorbed([mention for mention in kept if not self._is_detail(mention, kept, words)])
        taken_out = [mention for mention in kept if _is_taken_out(mention, words)]
        found.drops = list(dict.fromkeys(target for _, target, _ in (*denied, *taken_out)))
        found.services = list(dict.fromkeys(target for _, target, _ in found.mentions))

    def _sharing(self, mentions: list[Mention], words: list[Word]) -> Iterator[Mention]:
        """What is told by a word for people alone, for the rest of its name comes with the next: "мужская и детская
        стрижка", "men's and women's cut".
        """
        named = {last for _, _, last in mentions}
        for first, target, _ in mentions:
            for at in range(first - 2, -1, -2):
                is_listed = words[at + 1].get("join") == "and" or words[at + 1].form == ","
                kind = words[at].get("person_kind") if is_listed and words[at + 2].get("person_kind") else None
                theirs = self.for_whom.only_for(kind, self._menu.family_of.get(target))
                if theirs is None or at in named:
                    break
                yield at, theirs, at

    def _places(self, words: list[Word]) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            for part in word.parts or (word,):
                for key in self._menu.keys.get(part.form, ()):
                    places.setdefault(key, []).append(place)
        return places

    def _is_detail(self, mention: Mention, mentions: list[Mention], words: list[Word]) -> bool:
        """Whether it only says how another service is done: "педикюр с покрытием", "pedicure with gel polish".

        What a service is called after is one by itself: "педикюр с маникюром".
        """
        first, _, last = mention
        is_with = first > 0 and words[first - 1].form in _WITH
        before = next((one for one in mentions if one[2] == first - 2), None) if is_with else None
        if before is None or self._menu.family_of.get(before[1]) or before[1] in self._menu.families:
            return False
        if before[1] in self._menu.wider.get(mention[1], ()):  # "маникюр с покрытием" is a service of that name
            return False
        said = {key for word in words[first : last + 1] for key in self._menu.keys.get(word.form, ())}
        return said.isdisjoint(self._menu.heads)

    def _is_what_is_done(self, mention: Mention, mentions: list[Mention], words: list[Word]) -> bool:
        """Whether it only says what is done to what stands right before it: "beard trim" where "a trim" is a haircut
        of the same family.
        """
        first, target, last = mention
        family = self._menu.family_of.get(target)
        before = next((one for one in mentions if one[2] == first - 1), None)
        if family is None or before is None or first < last or self._menu.family_of.get(before[1]) != family:
            return False
        return not (words[first].get("person") or words[first].get("person_kind"))

    def _absorbed(self, mentions: list[Mention]) -> list[Mention]:
        """The mentions without those that only say again what the one beside them says in full."""
        kept = []
        for mention in mentions:
            near = [one for one in mentions if one is not mention and _apart(one, mention) <= 3]
            if not any(mention[1] in self._menu.wider.get(one[1], set()) for one in near):
                kept.append(mention)
        return kept

    def _is_yielding(self, mention: Mention, words: list[Word]) -> bool:
        """Whether "покрасить" only says what is done to a thing of another service ("покрасить брови")."""
        yields = self._menu.yields.get(mention[1])
        if yields is None:
            return False
        place = mention[0]
        near = [at for at in (place - 2, place - 1, place + 1, place + 2) if 0 <= at < len(words)]
        return any(
            words[at].form in yields
            and all(words[mid].form not in ("и", "and", ",", "+") for mid in range(min(at, place) + 1, max(at, place)))
            for at in near
        )


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


def _lists(word: Word) -> bool:
    return word.get("join") == "and" or word.form in (",", "+")


def _apart(one: Mention, other: Mention) -> int:
    """How many places lie between the two, from the end of the first to the beginning of the second."""
    return max(one[0] - other[2], other[0] - one[2])


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


def _names(salon: Salon, lexicon: Lexicon) -> Iterator[tuple[str, StaffId]]:
    """Every form of the names that the configuration has for staff."""
    for person in salon.staff:
        for text in texts_of(person.name, person.aliases):
            name = text.lower().replace("ё", "е")
            for form in (*inflect(name), *(call(name) - lexicon.forms.keys())):
                yield form, person.id
