"""What a person takes from an answer: times, numbers, names and questions, as they stand in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.bench.people.place import Minutes, demo_salon, services
from tests.bench.people.speech import language

Moment = tuple[date, Minutes]

_CLOCK = re.compile(r"(?<![\d:–-])([01]?\d|2[0-3]):([0-5]\d)(?![\d–-])")
_NUMBERED = re.compile(r"^\s*(\d{1,2})[).]\s+(.+)$")


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose; `number` None where it stands in a sentence."""

    number: int | None
    text: str
    moment: Moment | None
    services: tuple[str, ...]
    staff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer as it was read. `options` are what it gives to choose from, `moments` all times it names."""

    text: str
    options: tuple[Option, ...]
    moments: tuple[Moment, ...]
    services: tuple[str, ...]
    asks: bool
    calls_person: bool
    tells_booked: bool
    tells_moved: bool
    tells_cancelled: bool
    asks_name: bool
    asks_when: bool
    asks_service: bool
    asks_cancel: bool
    asks_again: bool
    refuses: bool

    @property
    def offers(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.moment is not None)


def read(text: str, lang: str, today: date) -> Seen:
    """Read an answer in that language on that day."""
    looks = language(lang)["read"]
    questions = " ".join(
        line for line in re.split(r"(?<=[?.!])\s|\n", text) if line.endswith(("?", "(да / нет)", "(yes / no)"))
    )
    statements = _statements(text)

    def stands(key: str, where: str) -> bool:
        return re.search(looks[key], where, re.IGNORECASE) is not None

    return Seen(
        text=text,
        options=tuple(_options(text, lang, today)),
        moments=tuple(_moments(text, lang, today)),
        services=tuple(_services_named(_offered(text, looks["taken"]), lang)),
        asks="?" in text,
        calls_person=stands("person", statements),
        tells_booked=stands("booked", statements),
        tells_moved=stands("moved", statements),
        tells_cancelled=stands("cancelled", statements),
        asks_name=stands("asks_name", questions),
        asks_when=stands("asks_when", questions),
        asks_service=stands("asks_service", text),
        asks_again=stands("asks_again", questions),
        refuses=stands("refuses", statements),
        asks_cancel=stands("asks_cancel", questions) and not stands("asks_move", questions),
    )


def _offered(text: str, taken: str) -> str:
    """The lines that say what is possible or done."""
    return "\n".join(line for line in text.splitlines() if not re.search(taken, line, re.IGNORECASE))


def _statements(text: str) -> str:
    return "\n".join(part for part in re.split(r"(?<=[?.!])\s+|\n", text) if "?" not in part)


def _options(text: str, lang: str, today: date) -> Iterator[Option]:
    lines = text.splitlines()
    numbered = [match for line in lines if (match := _NUMBERED.match(line))]
    if numbered:
        for match in numbered:
            yield _option(int(match[1]), match[2], lang, today)
    elif "?" in text:
        yield from _unnumbered(lines, lang, today)


def _unnumbered(lines: list[str], lang: str, today: date) -> Iterator[Option]:
    """The times of the last lines that say when something is possible."""
    taken = re.compile(language(lang)["read"]["taken"], re.IGNORECASE)
    for line in reversed(lines[-3:]):
        sentences = [part for part in re.split(r"(?<=[?.!])\s", line) if not taken.search(part)]
        possible = " ".join(sentences)
        found = [_option(None, possible, lang, today, moment) for moment in _moments(possible, lang, today)]
        if found:
            yield from found
            return


def _option(number: int | None, text: str, lang: str, today: date, moment: Moment | None = None) -> Option:
    moment = moment or next(_moments(text, lang, today), None)
    return Option(number, text, moment, tuple(_services_named(text, lang)), tuple(_staff_named(text, lang)))


def _services_named(text: str, lang: str) -> Iterator[str]:
    names = sorted(((one["name"][lang], key) for key, one in services().items()), key=lambda name: -len(name[0]))
    for name, key in names:
        for _ in range(text.count(name)):
            yield key
        text = text.replace(name, " ")


def _staff_named(text: str, lang: str) -> Iterator[str]:
    for person in demo_salon()["staff"]:
        if person["name"][lang] in text:
            yield person["id"]


def _moments(line: str, lang: str, today: date) -> Iterator[Moment]:
    """The clock times of a line, each with the day that was named last before it."""
    days = list(_dates(line, lang, today))
    for match in _CLOCK.finditer(line):
        before = [day for at, day in days if at < match.start()]
        if before:
            yield before[-1], int(match[1]) * 60 + int(match[2])


def _dates(line: str, lang: str, today: date) -> Iterator[tuple[int, date]]:
    months = language(lang)["days"]["months"]
    names = "|".join(months)
    dated = rf"(?P<day>\d{{1,2}})\s+(?P<month>{names})|(?P<month2>{names})\s+(?P<day2>\d{{1,2}})"
    for match in re.finditer(dated, line, re.IGNORECASE):
        month = (
            months.index(
                (match["month"] or match["month2"]).lower() if lang == "ru" else (match["month"] or match["month2"])
            )
            + 1
        )
        day = date(today.year, month, int(match["day"] or match["day2"]))
        yield match.start(), day if day >= today else day.replace(year=today.year + 1)
