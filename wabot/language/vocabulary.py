"""The vocabulary: what customers of any salon say, read from the data files once in the life of a process."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wabot.language.lexicon import Lexicon, load_words
from wabot.language.names import Names
from wabot.language.patterns import Patterns
from wabot.language.spellings import Spellings
from wabot.language.waiting import Waiting
from wabot.types import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Words and patterns of both languages, shared by all listeners and changed by none."""

    files: tuple[Mapping[str, Any], ...]
    lexicon: Lexicon
    names: Names
    spellings: Spellings
    patterns: Patterns
    fallback: Patterns
    remarks: Patterns
    waiting: Waiting


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of the data files."""
    files = tuple(load_words(lang) for lang in Lang)
    lexicon = Lexicon()
    for file in files:
        lexicon.add_senses(file["senses"])
        lexicon.add_spelling(file["spelling"])
        lexicon.know(file["ordinary"]["words"].split())
        lexicon.add_fillers(file["filler"]["words"].split())
        lexicon.add_digits(file.get("digits", {}))
    patterns, fallback, remarks = Patterns(), Patterns(), Patterns()
    for file in files:
        remarks.add(file["remarks"], lexicon)
        patterns.add(file["intents"], lexicon)
        fallback.add(file["fallback"], lexicon)
    waiting = Waiting([file["waits"] for file in files], lexicon)
    names = Names(files)
    return Vocabulary(
        files=files,
        lexicon=lexicon,
        names=names,
        spellings=Spellings(lexicon, names.forms()),
        patterns=patterns,
        fallback=fallback,
        remarks=remarks,
        waiting=waiting,
    )
