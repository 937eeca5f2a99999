"""For whom: of the services of a family ("стрижка"), the one for those who are spoken of."""

from dataclasses import replace

from wabot.domain.heard import Company
from wabot.language.found import Found
from wabot.language.lexicon import Word
from wabot.language.menu import Menu
from wabot.language.persons import child_ages, customer_is, kinds_said, persons_said


class ForWhom:
    """Knows for what kinds of people the services of the menu are."""

    def __init__(self, menu: Menu) -> None:
        self._families = menu.families
        self._family_of = menu.family_of
        self._kinds = menu.kinds

    def choose(self, found: Found, words: list[Word]) -> None:
        """Let the people spoken of choose among the services of a family."""
        persons = persons_said(words)
        self._choose_other(found, words, persons)
        if len(persons) == 1:
            found.suits = self._suiting(persons[0])
        if own := customer_is(words):
            found.own_suits = self._suiting(own)
        if persons:
            for family in [service for service in found.services if service in self._families]:
                if chosen := [service for person in persons for service in self._suiting(person, family)]:
                    at = found.services.index(family)
                    found.services[at : at + 1] = chosen
                    found.services = list(dict.fromkeys(found.services))
                    found.implied = True
        for family in [service for service in found.services if service in self._families]:
            if any(self._family_of.get(service) == family for service in found.services):
                found.services.remove(family)
        if not found.services:
            self._choose_alone(found, words, persons)

    def give_each(self, found: Found, words: list[Word], company: Company) -> Company:
        """Where people come for one family of services and each is known to have another of them ("сына и мужа
        постричь"), give each their own; the customer's, if they come too, is open. Returns the company, then apart.
        """
        families = {self._family_of.get(service, service) for service in found.services}
        family = next(iter(families)) if len(families) == 1 else None
        if family not in self._families or len(company.others) + company.with_customer < 2:
            return company
        kinds = {str(word.get("companion")): word.get("person") for word in words if "companion" in word.senses}
        theirs = [self.only_for(kinds.get(who), family) for who in company.others]
        own = [family] if company.with_customer else []
        if None in theirs or len({*theirs, *own}) < 2 or len(theirs) < 2:
            return company
        found.services = [*own, *(service for service in theirs if service is not None)]
        found.implied = True
        return replace(company, apart=True)

    def _choose_other(self, found: Found, words: list[Word], persons: list[str]) -> None:
        """A service called by a word that tells nothing of people is the one for those spoken of ("trim for hubby")."""
        if len(persons) != 1:
            return
        for start, target, end in found.mentions:
            family = self._family_of.get(target)
            if any("me" in word.senses for word in words[max(start - 2, 0) : start]):  # "сына подстричь и мне чёлку"
                continue
            is_plain = not any(word.get("person") or word.get("person_kind") for word in words[start : end + 1])
            if family and is_plain and persons[0] not in self._kinds[target] and target in found.services:
                chosen = self.only_for(persons[0], family)
                if chosen is not None:
                    found.services[found.services.index(target)] = chosen
                    found.implied = True

    def _choose_alone(self, found: Found, words: list[Word], persons: list[str]) -> None:
        """Of a message that names no service: people who are served in one way ("детскую", "записать дочку 7 лет")."""
        bare = [
            word for before, word in zip([None, *words], words, strict=False) if not (before and before.get("whose"))
        ]
        is_booked = any("book" in word.senses for word in words)
        is_for_child = is_booked and "kids" in persons and bool(child_ages(words))
        found.implied |= is_for_child
        for kind in (*kinds_said(bare, "person_kind"), *(["kids"] if is_for_child else [])):
            alone = self._suiting(kind)
            if len(alone) == 1:
                found.services.append(alone[0])

    def only_for(self, kind: object, family: str | None) -> str | None:
        """The one service of the family for such people; None when there are several or none."""
        suiting = self._suiting(kind, family)
        return suiting[0] if len(suiting) == 1 else None

    def _suiting(self, kind: object, family: str | None = None) -> list[str]:
        """The services for such people, in the order of the configuration; `family`: those of it alone."""
        return [
            service
            for service, kinds in self._kinds.items()
            if kind in kinds and (family is None or self._family_of.get(service) == family)
        ]
