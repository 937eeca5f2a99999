"""Slips of the finger, transliteration, and speech that a phone has written down."""

import random
import re
from itertools import pairwise

_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_LATIN_LETTERS = "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch _ y _ e yu ya"
_LATIN = dict(zip(_CYRILLIC, _LATIN_LETTERS.split(), strict=True))
_HABITS: tuple[dict[str, str], ...] = (
    {},
    {"х": "kh", "ц": "ts", "й": "j"},
    {"я": "ja", "ю": "ju", "ь": "'"},
    {"ч": "4", "ш": "w"},
)
_CLINGING = {"не", "don't", "doesn't", "won't", "can't", "not"}
"""Words that nobody stumbles after: "don't like mind" would say something else."""
_WORD = re.compile(r"[^\W\d_]{5,}")


def slip(text: str, chance: random.Random, share: float) -> str:
    """Some of the longer words with a neighbouring key, a letter lost, doubled or two of them swapped; no digit."""
    return _WORD.sub(lambda word: _slipped(word[0], chance) if chance.random() < share else word[0], text)


def _slipped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    match chance.choice(("neighbour", "lost", "doubled", "swapped")):
        case "neighbour":
            return word[:at] + _neighbour(word[at], chance) + word[at + 1 :]
        case "lost":
            return word[:at] + word[at + 1 :]
        case "doubled":
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _neighbour(letter: str, chance: random.Random) -> str:
    for row in _ROWS:
        at = row.find(letter)
        if at >= 0:
            return chance.choice([row[near] for near in (at - 1, at + 1) if 0 <= near < len(row)])
    return letter


def transliterate(text: str, habit: int) -> str:
    """Russian in Latin letters, in one of the ways people have."""
    table = _LATIN | _HABITS[habit % len(_HABITS)]
    written = "".join(table.get(letter, letter) for letter in text.lower())
    return written.replace("_", "")


def run_on(text: str, fillers: list[str], chance: random.Random) -> str:
    """As dictated: no capitals, no full stops, a filler here and there."""
    words = re.sub(r"[!?.,]+(?=\s|$)", "", text).lower().split()
    spoken = [words[0]] if words else []
    for before, word in pairwise(words):
        stumbles = chance.random() < 0.08 and before not in _CLINGING
        spoken.append(f"{chance.choice(fillers)} {word}" if stumbles else word)
    return " ".join(spoken)


def careless(text: str) -> str:
    """Without capitals and without what stands at the end."""
    return text.lower().rstrip(".!? ").replace(",", "")
