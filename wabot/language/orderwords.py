"""The vocabulary of orders: what owners and staff of any salon say, read once in the life of a process."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wabot.language.lexicon import WORDS, Lexicon, load_words
from wabot.language.names import Names
from wabot.language.patterns import Patterns
from wabot.language.spellings import Spellings
from wabot.types import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWords:
    """Words and patterns of both languages, shared by all listeners and changed by none."""

    files: tuple[Mapping[str, Any], ...]
    lexicon: Lexicon
    names: Names
    spellings: Spellings
    orders: Patterns
    answers: Patterns


@cache
def load_order_words() -> OrderWords:
    """The vocabulary of the data files: the customers' words, with the patterns of orders for theirs."""
    files = tuple(load_words(lang) for lang in Lang)
    lexicon = Lexicon()
    for file in files:
        lexicon.add_senses(file["senses"])
        lexicon.add_spelling(file["spelling"])
        lexicon.know(file["ordinary"]["words"].split())
    orders, answers = Patterns(), Patterns()
    for lang, file in zip(Lang, files, strict=True):
        own = tomllib.loads((WORDS / f"orders.{lang}.toml").read_text("utf-8"))
        lexicon.add_senses(own["senses"])
        orders.add(own["orders"], lexicon)
        answers.add({name: file["intents"][name] for name in ("confirm", "decline")}, lexicon)
    names = Names(files)
    spellings = Spellings(lexicon, names.forms())
    return OrderWords(files=files, lexicon=lexicon, names=names, spellings=spellings, orders=orders, answers=answers)
