"""How much of the corpus is understood, and how fast: `python -m tests.bench.understanding` prints one JSON line.

`phrases_s` phrases a second, `ms` median and 99th percentile a phrase, each timed at its best of five (the machine does
other things too), `score` right of all by part of the corpus
(`seen` while building, `held` out) and class; `all dates` are the classes about dates and times, `all messages` the
others.
"""

import json
import sys
import time
from collections import Counter
from statistics import median, quantiles

from tests.phrases.corpus import DATES, Phrase, check, load_phrases
from tests.salon import SALON
from wabot.language.listener import Listener

PARTS = {"seen": ("ru", "en"), "held": ("ru.held", "en.held")}
ROUNDS = 5


def main() -> None:
    """Measure and print."""
    listener = Listener(SALON)
    score: dict[str, dict[str, str]] = {}
    phrases: list[Phrase] = []
    for part, names in PARTS.items():
        for name in names:
            loaded = load_phrases(name)
            phrases += loaded
            score[f"{part} {name[:2]}"] = _score(loaded, listener)
    times = [min(_timed(phrase, listener) for _ in range(ROUNDS)) for phrase in phrases]
    figures = {
        "phrases_s": round(1000 * len(times) / sum(times)),
        "ms": {"median": round(median(times), 3), "p99": round(quantiles(times, n=100)[98], 3)},
        "score": score,
    }
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")


def _timed(phrase: Phrase, listener: Listener) -> float:
    began = time.perf_counter()
    listener.hear(phrase.text, now=phrase.now, lang=phrase.lang)
    return (time.perf_counter() - began) * 1000


def _score(phrases: list[Phrase], listener: Listener) -> dict[str, str]:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for phrase in phrases:
        kind = "all dates" if phrase.group in DATES else "all messages"
        is_right = check(phrase, listener) is None
        for group in (phrase.group, kind, "all"):
            total[group] += 1
            right[group] += is_right
    return {group: f"{right[group]}/{total[group]}" for group in total}


if __name__ == "__main__":
    main()
