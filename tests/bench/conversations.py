"""Simulated customers hold conversations with the whole program: python -m tests.bench.conversations

They have goals, habits and typos (tests/bench/people), read the answers as they stand, and the book is compared with
what each of them wanted. One line of JSON in all, then one a kind of goal, a habit and a reason of failure.
"""

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from tests.bench.people.errand import How
from tests.bench.people.program import open_program
from tests.bench.people.town import Result, Town

_NOT_UNDERSTOOD = ("не совсем поняла", "didn't quite get", "Давайте проще", "keep it simple")


def hold_conversations(count: int, seed: int, lang: str | None = None) -> list[Result]:
    """How every errand of so many people ended."""
    with open_program() as program:
        return list(Town(program, count=count, seed=seed, lang=lang).play())


def figures(results: Sequence[Result]) -> dict[str, float]:
    """Goals that could be reached, and the share of them that was, without a person."""
    possible = [result for result in results if not result.verdict.refused]
    reached = [result for result in possible if result.verdict.reason is None]
    turns = [result.turns for result in reached]
    return {
        "goals": len(possible),
        "reached": round(len(reached) / len(possible), 4) if possible else 0.0,
        "turns_median": statistics.median(turns) if turns else 0,
        "turns_p90": sorted(turns)[len(turns) * 9 // 10] if turns else 0,
        "wrong": sum(result.verdict.is_wrong for result in results),
        "needed_person": sum(result.how is How.NEEDED_PERSON for result in results),
        "refused": len(results) - len(possible),
    }


def figures_by(results: Iterable[Result], keys: Callable[[Result], Iterable[str]]) -> dict[str, dict[str, float]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        for key in keys(result):
            groups.setdefault(key, []).append(result)
    return {key: figures(group) for key, group in sorted(groups.items())}


def report(results: Sequence[Result], wall_s: float) -> None:
    everybody = {result.person.number: result.person for result in results}.values()
    lines = (line for person in everybody for line in person.transcript)
    unclear = sum(any(words in line for words in _NOT_UNDERSTOOD) for line in lines)
    found = {**figures(results), "not_understood": unclear, "wall_s": round(wall_s, 1)}
    print(json.dumps({"bench": "conversations", "people": len(everybody), **found}))
    for kind, found in figures_by(results, lambda result: [result.goal.kind]).items():
        print(json.dumps({"goal": kind, **found}))
    for habit, found in figures_by(results, lambda result: sorted(result.habits)).items():
        print(json.dumps({"habit": habit, **found}))
    reasons = Counter(f"{result.goal.kind}: {result.verdict.reason}" for result in results if result.verdict.reason)
    for reason, times in reasons.most_common():
        print(json.dumps({"reason": reason, "count": times}))


def show(results: Sequence[Result], most: int) -> None:
    failed = [result for result in results if result.verdict.reason and not result.verdict.refused]
    people = {result.person.number: result for result in failed}
    for result in sorted(people.values(), key=lambda result: not result.verdict.is_wrong)[:most]:
        print(f"\n--- person {result.person.number}: {result.verdict.reason} ({', '.join(sorted(result.habits))})")
        print("\n".join(result.person.transcript))


def main() -> None:
    arguments = argparse.ArgumentParser(description="Simulated customers against the whole program.")
    arguments.add_argument("--count", type=int, default=1000, help="conversations")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument(
        "--lang", choices=("ru", "en"), help="everybody speaks it; without it, three in four Russian"
    )
    arguments.add_argument("--show", type=int, default=0, metavar="N", help="print N conversations that failed")
    chosen = arguments.parse_args()
    begun = time.perf_counter()
    results = hold_conversations(chosen.count, chosen.seed, chosen.lang)
    report(results, time.perf_counter() - begun)
    show(results, chosen.show)


if __name__ == "__main__":
    main()
