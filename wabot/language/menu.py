"""The menu: what the salon's services are called, by every word that customers have for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wabot.domain.salon import Aliases, Salon, Service, Text
from wabot.language.inflection import inflect
from wabot.language.lexicon import Lexicon, expand_forms
from wabot.language.mentions import JOINING
from wabot.language.tokens import split_tokens
from wabot.types import Lang


@dataclass(frozen=True, slots=True)
class Entry:
    """A name or alias of a service or family: the content words of it, in any order."""

    keys: tuple[str, ...]
    target: str


class Menu:
    """The words of one salon's services. They are known by the key (the configured form) that a form belongs to.

    `entries` stand under their first key. Of a service: its `family_of`, the `kinds` of people it is for, the services
    it says the same as and more (`wider`), the words beside which it only tells what is done to them (`yields`).
    `heads` are the words that services are called after; `unoffered` what other salons do, some of it `done_to`
    something that is a service's name here.
    """

    def __init__(self, salon: Salon, lexicon: Lexicon, files: Iterable[Mapping[str, Any]]) -> None:
        self.keys: dict[str, set[str]] = {}
        self.families = {service.family for service in salon.services if service.family}
        self.family_of = {str(service.id): service.family for service in salon.services}
        self.kinds: dict[str, set[str]] = {}
        self.yields: dict[str, set[str]] = {}
        self.unoffered: set[str] = set()
        self.done_to: set[str] = set()
        self.heads = set[str]().union(*(_heads(service) for service in salon.services))
        self.wider = {str(service.id): _narrower(service, salon.services) for service in salon.services}
        self._entries: list[Entry] = []
        for service in salon.services:
            for text in texts_of(service.name, service.aliases):
                self._add(text, service.id)
            self.kinds[service.id] = _kinds(service, lexicon)
        for family, services in salon.families.items():
            for key in _common(services):
                self._entries.append(Entry((key,), family))
        for file in files:
            for thing in file.get("things", {}).values():
                self._add_thing(thing)
        self.entries: dict[str, list[Entry]] = {}
        for entry in dict.fromkeys(self._entries):
            self.entries.setdefault(entry.keys[0], []).append(entry)

    def _add(self, text: str, target: str) -> None:
        keys = content_of(text)
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

    def _add_thing(self, thing: Mapping[str, str]) -> None:
        """General words for a service, if the salon has the service that the thing is called after."""
        target = next((found for key in thing["key"].split() if (found := self._called(key))), None)
        if target is None:
            has_it = [self._add_only(key) for key in thing["key"].split()]
            if not any(has_it):
                forms = {form for pattern in thing["says"].split() for form in expand_forms(pattern)}
                self.unoffered |= forms
                self.done_to |= forms if thing.get("done_to") else set()
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
            self.yields.setdefault(target, set()).update(expand_forms(pattern))

    def _add_only(self, key: str) -> bool:
        """Let the bare word name the one service that has it in its name ("стрижка": "Стрижка машинкой").

        False when no service has it at all.
        """
        words = content_of(key)
        targets = {entry.target for entry in self._entries if set(words) < set(entry.keys)}
        if len(targets) == 1:
            self._entries.append(Entry(words, next(iter(targets))))
        return bool(targets)

    def _called(self, name: str) -> str | None:
        keys = content_of(name)
        exact = [entry.target for entry in self._entries if entry.keys == keys]
        return next((target for target in exact if target in self.families), exact[0] if exact else None)


def _common(services: Sequence[Service]) -> set[str]:
    """The words that name the whole family: those in most names of its services."""
    common: set[str] = set()
    for lang in Lang:
        names = [set(content_of(service.name.get(lang, ""))) for service in services]
        words = set[str]().union(*names)
        common |= {word for word in words if sum(word in name for name in names) * 2 > len(names)}
    return common


def _heads(service: Service) -> set[str]:
    """The words that a service is called after: the last one in English, in Russian the first or the last; none of
    "с гель-лаком".
    """
    heads: set[str] = set()
    for lang, name in service.name.items():
        words = content_of(name.partition(" с ")[0])
        heads.update(words[-1:] if lang is Lang.EN else {*words[:1], *words[-1:]})
    return heads


def _narrower(service: Service, services: Sequence[Service]) -> set[str]:
    """The services whose whole name is part of this one's ("Маникюр" of "Маникюр с гель-лаком")."""
    return {
        other.id
        for other in services
        for lang in Lang
        if other is not service
        and (words := set(content_of(other.name.get(lang, ""))))
        and words < set(content_of(service.name.get(lang, "")))
    }


def texts_of(name: Text, aliases: Aliases) -> list[str]:
    """All that a thing of the configuration may be called."""
    return [*name.values(), *(alias for group in aliases.values() for alias in group)]


@lru_cache(maxsize=4096)
def content_of(text: str) -> tuple[str, ...]:
    """The words of a name that tell it apart, lower-case."""
    words = [token.word for token in split_tokens(text) if token.kind == "word"]
    return tuple(word for word in words if word not in JOINING)


def _kinds(service: Service, lexicon: Lexicon) -> set[str]:
    kinds = set()
    for text in texts_of(service.name, service.aliases):
        for token in split_tokens(text):
            senses = lexicon.find(token.word) or {}
            kind = senses.get("person_kind") or senses.get("person")
            if kind:
                kinds.add(str(kind))
    return kinds
