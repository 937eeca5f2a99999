"""Words of customers, ready to be put into config.toml as aliases."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wabot.domain.salon import Aliases, Salon
from wabot.types import Lang

LONGEST = 60
"""Characters of an alias: it is a word or two, not a sentence."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may mean: a table of the configuration (`[[services]]` or `[[staff]]`) and its `id`."""

    table: str
    id: str
    name: str
    aliases: Aliases

    @property
    def key(self) -> str:
        """How a form calls it."""
        return f"{self.table}:{self.id}"


def meanings(salon: Salon) -> list[Meaning]:
    """All that can have aliases, in the order of the configuration."""
    lang = salon.language
    services = [Meaning("services", it.id, it.name[lang], it.aliases) for it in salon.services]
    return services + [Meaning("staff", it.id, it.name[lang], it.aliases) for it in salon.staff]


def as_alias(text: str) -> str | None:
    """A phrase as an alias: on one line, without what cannot be seen; None for one that is too long, or nothing."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if 0 < len(line) <= LONGEST else None


def render_aliases(meaning: Meaning, phrases: Iterable[tuple[Lang, str]]) -> str:
    """The line of TOML that takes the place of its `aliases`: those that there are, and the phrases."""
    words = {lang: [*meaning.aliases.get(lang, ())] for lang in Lang}
    for lang, phrase in phrases:
        if phrase not in words[lang]:
            words[lang].append(phrase)
    told = ", ".join(f"{lang} = {_array(words[lang])}" for lang in Lang if words[lang])
    return f"aliases = {{ {told} }}"


def _array(words: Sequence[str]) -> str:
    """JSON's strings are TOML's, but for U+007F, which is not printable and not among them."""
    return json.dumps(words, ensure_ascii=False)
