"""Whether a text is about a person: by a number of theirs, or in the salon's own correspondence by name."""

import re
from dataclasses import dataclass
from functools import cached_property

from wabot.domain.customers import Contact

_WORD = re.compile(r"[^\W\d_]+")
_GAP = r"[\s().\u2010-\u2015-]*"  # what people put between the digits of a number
_NATIONAL = 10  # digits by which a number is known whether it is written with +7, 8 or nothing before it
_SHORTEST = 3
_ENDINGS = "аеёиоуыэюяьй"


@dataclass(frozen=True)
class Traces:
    """What a person is recognised by. `name` None where it is not known."""

    contact: Contact
    name: str | None

    def are_numbers_in(self, text: str) -> bool:
        """Whether their phone number, however it is spaced, or their hidden id stands in the text."""
        return self._numbers is not None and self._numbers.search(text) is not None

    def are_in(self, text: str) -> bool:
        """The same, or a word of their name in any case. Rather too much is found than too little: "Олю" and "Оле" are
        both Оля, and so is another Оля.
        """
        return self.are_numbers_in(text) or any(
            word.startswith(stem) and len(word) <= longest
            for word in _WORD.findall(text.casefold())
            for stem, longest in self._stems
        )

    @cached_property
    def _numbers(self) -> re.Pattern[str] | None:
        phone = (self.contact.phone or "").removeprefix("+")[-_NATIONAL:]
        lid = (self.contact.lid or "").removesuffix("@lid")
        forms = [_GAP.join(phone)] * bool(phone) + [re.escape(lid)] * bool(lid)
        return re.compile("|".join(forms)) if forms else None

    @cached_property
    def _stems(self) -> list[tuple[str, int]]:
        words = [word for word in _WORD.findall((self.name or "").casefold()) if len(word) >= _SHORTEST]
        stems = [word[:-2] + word[-2:].rstrip(_ENDINGS) if len(word) > 4 else word.rstrip(_ENDINGS) for word in words]
        return [(stem, len(stem) + (3 if len(stem) > 2 else 2)) for stem in stems if len(stem) > 1]
