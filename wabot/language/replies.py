"""Replies to text. Each reply is a Fluent message named after its class; its fields are the message's variables."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, Resource, VariableReference
from fluent.syntax.visitor import Visitor

from wabot.domain.replies.agenda import Listing
from wabot.domain.replies.information import OpeningHours, PricedVisit, PriceList, ServiceLengths, VisitPrices
from wabot.domain.replies.questions import AskCancelAll, AskCheaper, AskServiceAgain
from wabot.domain.replies.refusals import NoSuchService, NothingFree, TooFarAhead
from wabot.domain.replies.reminders import Confirmed, Reminder
from wabot.domain.replies.told import Offer, Part, Reply, Together, Visit
from wabot.domain.replies.visits import AllCancelled, YourVisits
from wabot.domain.replies.waiting import Awaited, Clock, Freed, OffWaitlist, StillWaiting, TooManyWaits, YourWaits
from wabot.domain.salon import Opening, Price, Salon, Service, Staff
from wabot.errors import ConfigError, Fault
from wabot.language.spoken import spoken_date, spoken_day, spoken_money, spoken_openings, spoken_week
from wabot.types import Lang

NONE = "none"  # what a variable holds when there is nothing to say; sentences select on it
_LONG = 500  # Fluent refuses variables of over 1000 characters (fluent.runtime 0.4.0); long ones are put in afterwards
_DAYS_TOLD = 14  # days ahead
_BULLETED = (
    AskCancelAll,
    AllCancelled,
    YourVisits,
    VisitPrices,
    PriceList,
    Confirmed,
    Listing,
    YourWaits,
    OffWaitlist,
    StillWaiting,
    TooManyWaits,
)
_FEW = 4  # names that fit in one line
_NEAR = {0: "today", 1: "tomorrow"}


class Texts:
    """The salon's sentences in every language."""

    def __init__(self, salon: Salon, overrides: Path | None = None) -> None:
        """`overrides` is the folder with the owner's texts.ru.ftl and texts.en.ftl; ConfigError names what is
        wrong in them.
        """
        self._salon = salon
        self._bundles = {lang: _bundle(lang, overrides) for lang in Lang}

    def render(self, replies: Sequence[Reply], lang: Lang, today: date) -> str:
        """One message of all replies, each on lines of its own; `today` is the salon's date."""
        speaker = _Speaker(self._bundles[lang], self._salon, lang, today)
        return "\n".join(speaker.sentence(reply) for reply in replies)


class _Speaker:
    """One language on one day."""

    def __init__(self, bundle: FluentBundle, salon: Salon, lang: Lang, today: date) -> None:
        self._bundle = bundle
        self._salon = salon
        self._lang = lang
        self._today = today

    def sentence(self, reply: Reply) -> str:
        text = self._format(_message_id(type(reply).__name__), dict(self._variables(reply))).rstrip()
        return text[:1].upper() + text[1:]

    def _variables(self, reply: Reply) -> Iterator[tuple[str, object]]:
        match reply:
            case OpeningHours(salon):
                yield "hours", "\n".join(self._week(salon))
                return
            case NothingFree(day, day_to, staff, within):
                yield "days", self._days(day, day_to)
                yield "staff", self._word(staff)
                yield "within", self._word(within)
                return
            case Reminder(day, visits, answers):
                yield "near", _NEAR.get((day - self._today).days, "far")
                yield "day", spoken_day(day, self._today, self._lang)
                yield "date", spoken_date(day, self._today, self._lang)
                yield "visits", "\n".join(self._format("reminder-line", self._visit(visit)) for visit in visits)
                yield "answers", answers.value
                return
            case TooFarAhead(last):
                yield "last", spoken_date(last, self._today, self._lang)
                return
            case ServiceLengths(services):
                yield "services", "\n".join(f"• {self._length_line(service)}" for service in services)
                return
            case NoSuchService(name, services):
                yield "name", name
                yield "services", ", ".join(str(self._word(service)) for service in services)
                return
            case AskServiceAgain(services, noted):
                names = [str(self._word(service)) for service in services]
                yield "services", ", ".join(names) if len(names) <= _FEW else NONE
                yield "noted", self._word(noted)
                return
            case AskCheaper(service):
                yield "services", self._service_line(service)
                return
            case Confirmed((visit,)):
                yield "visits", self._word(visit)
                return
            case Freed(visit, until_at, takes, moves):
                local = until_at.astimezone(self._salon.timezone)
                yield from self._visit(visit).items()
                yield "until", f"{local:%H:%M}"
                yield "until_day", NONE if local.date() == self._today else self._word(local.date())
                yield "takes", takes.value
                yield "moves", self._word(moves)
                return
        for field in fields(cast("Any", reply)):  # every Reply is a dataclass
            value = getattr(reply, field.name)
            if isinstance(value, tuple | list):
                yield field.name, self._list(value, numbered=not isinstance(reply, _BULLETED)) or NONE
                continue
            if isinstance(value, Visit):
                yield from self._visit(value).items()
            yield field.name.removesuffix("_at"), self._word(value)

    def _word(self, value: object) -> object:
        match value:
            case None:
                return NONE
            case Reply():
                return self._format(_message_id(type(value).__name__), dict(self._variables(value)))
            case bool():
                return "yes" if value else "no"
            case StrEnum():
                return value.value
            case Service() | Staff() | Salon():
                return value.name[self._lang]
            case Price():
                return self._money(value)
            case Together():
                return self._joined(value.services)
            case Visit():
                return self._format("visit-line", self._visit(value, ", "))
            case PricedVisit(visit, price):
                return self._format("priced-line", {"visit": self._word(visit), "price": self._word(price)})
            case Offer():
                return self._format("offer-line", self._offer(value))
            case Awaited():
                return self._awaited(value)
            case datetime():
                return self._when(value)
            case date():
                return spoken_day(value, self._today, self._lang)
            case Mapping():
                return value[self._lang]
            case _:
                return value

    def _list(self, values: Sequence[object], *, numbered: bool) -> str:
        if all(isinstance(value, Opening) for value in values):
            return spoken_openings(value for value in values if isinstance(value, Opening))
        if all(isinstance(value, Staff) for value in values):
            return ", ".join(str(self._word(value)) for value in values)
        lines = [
            self._service_line(value) if isinstance(value, Service) else str(self._word(value)) for value in values
        ]
        if not numbered:
            return "\n".join(f"• {line}" for line in lines)
        return "\n".join(f"{number}) {line}" for number, line in enumerate(lines, start=1))

    def _service_line(self, service: Service) -> str:
        return self._format("service-line", {"service": self._word(service), "price": self._word(service.price)})

    def _length_line(self, service: Service) -> str:
        hours, minutes = divmod(service.length // timedelta(minutes=1), 60)
        return self._format("length-line", {"service": self._word(service), "hours": hours, "minutes": minutes})

    def _visit(self, visit: Visit, between: str = "\n") -> dict[str, object]:
        names = self._joined(visit.services)
        return {
            "service": names,
            "services": names,
            "staff": self._word(visit.staff),
            "when": self._when(visit.start_at),
            "time": f"{visit.start_at.astimezone(self._salon.timezone):%H:%M}",
            "day": self._word(visit.start_at.astimezone(self._salon.timezone).date()),
            "parts": self._parts(visit.parts, between),
        }

    def _offer(self, offer: Offer) -> dict[str, object]:
        return {
            "staff": self._word(offer.staff),
            "when": self._when(offer.start_at),
            "day": self._word(offer.start_at.astimezone(self._salon.timezone).date()),
            "parts": self._parts(offer.parts, ", "),
        }

    def _awaited(self, awaited: Awaited) -> str:
        clock = {
            "clock": awaited.clock.value,
            "first": f"{awaited.first:%H:%M}" if awaited.first else NONE,
            "last": f"{awaited.last:%H:%M}" if awaited.last else NONE,
        }
        words = {
            "services": self._joined(awaited.services),
            "days": self._days(awaited.day, awaited.day_to),
            "clock": self._format("awaited-clock", clock) if awaited.clock is not Clock.ANY else NONE,
            "staff": self._word(awaited.staff),
        }
        return self._format("awaited-line", words)

    def _parts(self, parts: Sequence[Part], between: str) -> str:
        """Who does what when; "none" where the rest says it all."""
        return between.join(self._part(part) for part in parts) or NONE

    def _part(self, part: Part) -> str:
        start = f"{part.start_at.astimezone(self._salon.timezone):%H:%M}"
        words = {"service": self._word(part.service), "staff": self._word(part.staff), "start": start}
        return self._format("part-line", words)

    def _joined(self, services: Sequence[Service | str]) -> str:
        times = Counter(str(self._word(service)) for service in services)
        return " + ".join(name if number == 1 else f"{name} × {number}" for name, number in times.items())

    def _when(self, at: datetime) -> str:
        local = at.astimezone(self._salon.timezone)
        return f"{spoken_day(local.date(), self._today, self._lang)}, {local:%H:%M}"

    def _days(self, first: date, last: date | None) -> str:
        begins = spoken_day(first, self._today, self._lang)
        return begins if last is None or last == first else f"{begins} – {spoken_day(last, self._today, self._lang)}"

    def _money(self, price: Price) -> str:
        amount = spoken_money(price, self._salon.currency, self._lang)
        return self._format("price-from", {"amount": amount}) if price.is_from else amount

    def _week(self, salon: Salon) -> Iterator[str]:
        yield from spoken_week(salon.hours, self._format("day-off", {}), self._lang)
        coming = [self._today + timedelta(days=number) for number in range(_DAYS_TOLD)]
        opened = [day for day in coming if day in salon.one_offs]
        usual = (day for day in coming if day not in opened)
        holidays = (closure for day in usual if (closure := salon.closure_on(day)) and closure.is_holiday)
        for closure in (*salon.closures, *holidays):
            if closure.last >= self._today:
                days = self._days(closure.first, closure.last)
                yield self._format("closure-line", {"days": days, "reason": closure.reason[self._lang]})
        for day in opened:
            openings = spoken_openings(salon.openings(day))
            yield self._format("opening-line", {"day": self._days(day, None), "openings": openings})

    def _format(self, message_id: str, variables: Mapping[str, object]) -> str:
        pattern = self._bundle.get_message(message_id).value
        assert pattern is not None, message_id
        short = dict(variables)
        stand_ins: dict[str, str] = {}
        for name, value in variables.items():
            if isinstance(value, str) and len(value) > _LONG:
                short[name] = stand_in = f"\ue000{len(stand_ins)}\ue001"
                stand_ins[stand_in] = value
        formatted, errors = self._bundle.format_pattern(pattern, short)
        if errors:
            raise errors[0]
        text = str(formatted)
        for stand_in, value in stand_ins.items():
            text = text.replace(stand_in, value)
        return text


@cache
def _message_id(name: str) -> str:
    """The Fluent id of a class name: "AskWhichService" stands as "ask-which-service"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


@cache
def _built_in(lang: Lang) -> tuple[str, Resource]:
    """Our own sentences, as written and as parsed, which takes longer than all else at a start."""
    source = files("wabot.language").joinpath("texts", f"{lang}.ftl").read_text(encoding="utf-8")
    return source, FluentResource(source)


def _bundle(lang: Lang, overrides: Path | None) -> FluentBundle:
    source, sentences = _built_in(lang)
    bundle = FluentBundle([lang.value], use_isolating=False)
    bundle.add_resource(sentences)
    path = overrides / f"texts.{lang}.ftl" if overrides else None
    if path is not None and path.exists():
        try:
            owners = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(str(path), [Fault("file", f"cannot be read: {error}", "save it as UTF-8 text")]) from None
        faults = list(_override_faults(path, source, owners))
        bundle.add_resource(FluentResource(owners), allow_overrides=True)
        faults = faults or list(_broken(path, bundle, owners))
        if faults:
            raise ConfigError(str(path), faults)
    return bundle


def _broken(path: Path, bundle: FluentBundle, owners: str) -> Iterator[Fault]:
    """Messages that cannot be said: without words, or naming what does not exist."""
    for entry in FluentParser().parse(owners).body:
        if isinstance(entry, Message):
            pattern = bundle.get_message(entry.id.name).value
            if pattern is None:
                yield Fault(f"{path.name}, {entry.id.name}", "has no words", 'write "message = Text"')
                continue
            _, errors = bundle.format_pattern(pattern, dict.fromkeys(_variables_in(entry), "x"))
            for error in errors:
                yield Fault(f"{path.name}, {entry.id.name}", f"cannot be said: {error}", "see the message it replaces")


def _override_faults(path: Path, source: str, owners: str) -> Iterator[Fault]:
    """Lines that cannot be read, and messages that wabot never says."""
    known = {entry.id.name: entry for entry in FluentParser().parse(source).body if isinstance(entry, Message)}
    for entry in FluentParser().parse(owners).body:
        if isinstance(entry, Junk):
            line = owners.count("\n", 0, entry.span.start if entry.span else 0) + 1
            yield Fault(f"{path.name}, line {line}", "cannot be read", 'write "message = Text"')
        elif isinstance(entry, Message) and entry.id.name not in known:
            yield Fault(f"{path.name}, {entry.id.name}", "no such message", f"one of: {', '.join(sorted(known))}")
        elif isinstance(entry, Message):
            usable = _variables_in(known[entry.id.name])
            for name in sorted(_variables_in(entry) - usable):
                instead = f"use {', '.join(f'${other}' for other in sorted(usable)) or 'none'}"
                yield Fault(f"{path.name}, {entry.id.name}", f"${name} is not known here", instead)


class _Variables(Visitor):
    """Collects the variables of a message."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - the visitor's own naming
        self.names.add(node.id.name)


def _variables_in(message: Message) -> set[str]:
    found = _Variables()
    found.visit(message)
    return found.names
