"""Tokens: a message cut into words, numbers and marks, cleaned of what nobody typed on purpose."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

LONGEST = 600
"""Characters of a message that are read; no request needs more."""

MOST = 120
"""Words and marks of a message that are read."""

_TOKEN = re.compile(
    r"""
    (?P<phone>\+\d[\d\s()-]{8,18}\d|(?<!\d)[78][\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d))
  | (?P<iso>\d{4}-\d{1,2}-\d{1,2})
  | (?P<link>https?://\S+|\S+@\S+\.\w+)
  | (?P<clock>\d{1,2}[:;]\d{2}(?::\d{2})?(?!\d))
  | (?P<dashed>\d{1,2}-\d{1,2}-(?:\d{4}|\d{2})(?!\d|-)|\d{1,2}[ ]\d{1,2}[ ]20\d{2}(?!\d))
  | (?P<listed>\d{1,2}(?=,\d{1,2}[ ]?[ap]m\b))
  | (?P<dotted>\d{1,4}(?:[./,]\d{1,2}){1,2}(?:[./]\d{4})?(?!\d))
  | (?P<translit>b4(?![\w])|[a-z]+[46][a-z]+(?:[46][a-z]+)*)
  | (?P<number>\d+)
  | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*(?:-(?:нибудь|нить|либо|то|ка)(?!\w))?)
  | (?P<emoji>[\U0001F300-\U0001FAFF\u2600-\u27BF])
  | (?P<mark>[^\s\w])
    """,
    re.VERBOSE,
)
_LOOKALIKES = str.maketrans("aceopxykmthb", "асеорхукмтнв")
_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_HALVES = re.compile(r"(?<![^\W\d_])([ap])\.\s?m\b\.?|(?<=\d\s)([ap])\sm\b")
_QUOTED = re.compile(r"(?<=[a-z])\"(?=[a-z])")
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "’": "'", "ʼ": "'", "`": "'", "´": "'", "ё": "е"})


@dataclass(slots=True)
class Token:
    """A stretch of the message. `kind` is the group of the pattern that found it; `word` is lower-case, ё as е."""

    kind: str
    word: str
    raw: str
    start: int
    end: int


def clean(text: str) -> str:
    """The text without control and invisible characters, at most LONGEST long, compatibility forms made plain."""
    text = unicodedata.normalize("NFKC", _KEYCAP.sub(r" \1 ", text[: LONGEST * 2]).replace("№", "#"))
    text = "".join(char if unicodedata.category(char)[0] != "C" else " " if char in "\n\r\t" else "" for char in text)
    return text.replace("\ufe0f", "")[:LONGEST]


def split_tokens(text: str) -> list[Token]:
    """The tokens of a cleaned text, in order."""
    plain = _HALVES.sub(lambda found: f"{found[1] or found[2]}m".ljust(len(found[0])), text.lower().translate(_DASHES))
    plain = _QUOTED.sub("'", plain)  # 'o"clock'
    if len(plain) != len(text):  # a few letters change length in lower case; keep offsets true
        text = plain
    tokens = []
    for found in islice(_TOKEN.finditer(plain), MOST):
        start, end = found.span()
        kind = found.lastgroup or "mark"
        kind = {"translit": "word", "dashed": "dotted", "listed": "number"}.get(kind, kind)
        word = _STRETCHED.sub(_once, _in_one_alphabet(found[0])) if kind == "word" else found[0]
        if found.lastgroup == "dashed":
            word = word.replace("-", "/").replace(" ", "/")
        tokens.append(Token(kind, word, text[start:end], start, end))
    return tokens


def _once(found: re.Match[str]) -> str:
    return found[1]  # a template, "\\1", takes ten times as long


def _in_one_alphabet(word: str) -> str:
    """The word with Latin letters that only look like Russian ones made Russian ("xочу" with a Latin x)."""
    if word.isascii() or not any(char.isascii() and char.isalpha() for char in word):
        return word
    return word.translate(_LOOKALIKES)
