"""config.toml to the values the program runs on; every fault is found before any is reported."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from wabot.config import shape
from wabot.config.crossing import crossing_faults
from wabot.config.faults import shape_faults, unknown_key
from wabot.config.holidays import PublicHolidays
from wabot.domain.aftercare import AftercareRules
from wabot.domain.backups import BackupRules
from wabot.domain.reminders import ReminderRules
from wabot.domain.salon import (
    BookingRules,
    Break,
    Closure,
    Price,
    Room,
    Salon,
    Service,
    Staff,
    Text,
    WeeklyHours,
    no_holidays,
)
from wabot.domain.webhooks import Webhook
from wabot.errors import ConfigError, Fault
from wabot.types import CompanyId, Lang, PhoneNumber, RoomId, ServiceId, StaffId, WebhookId

S = TypeVar("S", bound=shape.Shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Manners. `quiet`: several short messages are one turn; `handoff`: silence after a person wrote.

    `privacy` is one line in the first answer to somebody new; None: none.
    """

    quiet: timedelta
    quiet_max: timedelta
    handoff: timedelta
    forget: timedelta
    replies_per_min: int
    reject_calls: bool
    privacy: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Where the page and the API are served."""

    host: str
    port: int
    allowed_hosts: tuple[str, ...]
    password_hash: str

    @property
    def url_host(self) -> str:
        """The host as a URL writes it."""
        return f"[{self.host}]" if ":" in self.host else self.host


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A valid configuration. `source` is the file it came from; `state` is the absolute state folder.

    `sends_keepsakes`: customers get their visits as files for their calendars.
    """

    source: Path
    state: Path
    salon: Salon
    owner_phones: tuple[PhoneNumber, ...]
    conversation: Conversation
    reminders: ReminderRules
    backups: BackupRules
    keep_texts: timedelta
    sends_keepsakes: bool
    aftercare: AftercareRules
    min_gap: timedelta
    alert_url: str
    proxy: str
    web: Web
    webhooks: tuple[Webhook, ...]

    @property
    def people(self) -> tuple[PhoneNumber, ...]:
        """The numbers of the salon's own people: the owner's, and those of staff who have one."""
        staff = (person.phone for person in self.salon.staff if person.phone)
        return tuple(dict.fromkeys((*self.owner_phones, *staff)))


def load_config(path: Path) -> Config:
    """Read and validate a configuration file. ConfigError carries every fault; also when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(str(path), [Fault("file", "is not there", "name it with --config FILE")]) from None
    except PermissionError:
        instead = "ask as root, or as wabot's own user; a wabot that serves must be allowed to read it"
        raise ConfigError(str(path), [Fault("file", "may not be read by you", instead)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), [Fault("file", f"cannot be read: {error}", "save it as UTF-8 text")]) from None
    return parse_config(text, path.absolute())


def parse_config(text: str, source: Path) -> Config:
    """The configuration written in `text`; relative folders in it are relative to the folder of `source`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(source), [Fault("file", f"is not TOML: {error}", "mend that line")]) from None
    reading = _Reading(raw)
    faults = [*reading.faults, *crossing_faults(raw)]
    if faults:
        raise ConfigError(str(source), faults)
    return _config(source, reading)


class _Reading:
    """The sections of one file, each validated by itself so that one fault hides no other."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.faults: list[Fault] = []
        self._raw = raw
        known = [*shape.SECTIONS, *shape.LISTS]
        self.faults += [unknown_key("", key, known) for key in raw if key not in known]
        for key in shape.REQUIRED:
            if not raw.get(key):
                form = f"[[{key}]]" if key in shape.LISTS else f"[{key}]"
                self.faults.append(Fault(key, "is missing", f"add a {form} section"))
        self._sections = {key: self._section(key, model) for key, model in shape.SECTIONS.items()}
        self._lists = {key: list(self._entries(key, model)) for key, model in shape.LISTS.items()}
        self.holidays = self._holidays()

    def section(self, model: type[S]) -> S:
        """A section of a file without faults."""
        return next(found for found in self._sections.values() if isinstance(found, model))

    def entries(self, key: str, model: type[S]) -> list[S]:  # noqa: ARG002 - the type of what is returned
        """All entries of a [[list]] of a file without faults."""
        return cast("list[S]", self._lists[key])

    def _holidays(self) -> PublicHolidays | None:
        """The holidays on which the salon is closed; None when it is open on them, or the file has faults."""
        hours, salon = self._sections["hours"], self._sections["salon"]
        if not (isinstance(hours, shape.HoursShape) and isinstance(salon, shape.SalonShape)):
            return None
        if hours.holidays == "open":
            return None
        try:
            return PublicHolidays(salon.country)
        except LookupError:
            cure = 'write "open" and list the days under [[closed]]'
            self.faults.append(Fault("hours.holidays", f"those of {salon.country} are not known", cure))
            return None

    def _section(self, key: str, model: type[shape.Shape]) -> shape.Shape | None:
        if key in shape.REQUIRED and key not in self._raw:
            return None
        return self._read(f"{key}.", model, self._raw.get(key, {}))

    def _entries(self, key: str, model: type[shape.Shape]) -> Iterator[shape.Shape]:
        tables = self._raw.get(key, [])
        if not isinstance(tables, list):
            self.faults.append(Fault(key, "is not a list", f"write [[{key}]] above each"))
            return
        for number, table in enumerate(tables, start=1):
            name = table.get("id") if isinstance(table, Mapping) else None
            path = f"{key}.{name}." if isinstance(name, str) and name else f"{key}[{number}]."
            found = self._read(path, model, table)
            if found is not None:
                yield found

    def _read(self, path: str, model: type[shape.Shape], table: object) -> shape.Shape | None:
        if not isinstance(table, Mapping):
            self.faults.append(Fault(path.rstrip("."), "is not a section", "write its keys below a [heading]"))
            return None
        try:
            return model.model_validate(table)
        except ValidationError as error:
            self.faults += shape_faults(path, model, error)
            return None


def _config(source: Path, reading: _Reading) -> Config:
    conversation = reading.section(shape.ConversationShape)
    web, storage = reading.section(shape.WebShape), reading.section(shape.StorageShape)
    salon = _salon(reading)
    return Config(
        source=source,
        state=(source.parent / storage.dir).absolute(),
        salon=salon,
        owner_phones=tuple(reading.section(shape.OwnerShape).phones),
        conversation=Conversation(
            quiet=timedelta(seconds=conversation.quiet_s),
            quiet_max=timedelta(seconds=conversation.quiet_max_s),
            handoff=timedelta(hours=conversation.handoff_h),
            forget=timedelta(hours=conversation.forget_h),
            replies_per_min=conversation.replies_per_min,
            reject_calls=conversation.reject_calls,
            privacy=conversation.privacy,
        ),
        reminders=_reminders(reading.section(shape.RemindersShape)),
        backups=BackupRules(storage.backup_at, storage.backup_keep, salon.timezone),
        keep_texts=timedelta(days=storage.keep_texts_days),
        sends_keepsakes=reading.section(shape.BookingShape).confirmation_ics,
        aftercare=_aftercare(reading),
        min_gap=timedelta(seconds=reading.section(shape.WhatsAppShape).min_gap_s),
        alert_url=reading.section(shape.OwnerShape).alert_url,
        proxy=reading.section(shape.WhatsAppShape).proxy,
        web=Web(host=web.host, port=web.port, allowed_hosts=tuple(web.allowed_hosts), password_hash=web.password_hash),
        webhooks=tuple(
            Webhook(WebhookId(hook.id), hook.url, hook.secret, frozenset(hook.events))
            for hook in reading.entries("webhooks", shape.WebhookShape)
        ),
    )


def _reminders(reminders: shape.RemindersShape) -> ReminderRules:
    return ReminderRules(
        day_before_at=reminders.day_before_at,
        before=timedelta(minutes=reminders.before_min),
        quiet=reminders.quiet,
        ask_staff=timedelta(hours=reminders.ask_staff_h),
    )


def _aftercare(reading: _Reading) -> AftercareRules:
    aftercare = reading.section(shape.AftercareShape)
    return AftercareRules(
        is_enabled=aftercare.enabled,
        thanks_after=timedelta(hours=aftercare.thanks_after_h),
        quiet=reading.section(shape.RemindersShape).quiet,
    )


def _salon(reading: _Reading) -> Salon:
    salon = reading.section(shape.SalonShape)
    booking = reading.section(shape.BookingShape)
    return Salon(
        id=CompanyId(salon.id),
        name=salon.name,
        country=salon.country,
        timezone=salon.timezone,
        language=Lang(salon.language),
        address=salon.address,
        phone=salon.phone,
        currency=salon.currency,
        hours=_weekly(reading.section(shape.HoursShape)),
        closures=tuple(
            Closure(first=closed.first, last=closed.last, reason=closed.reason)
            for closed in reading.entries("closed", shape.ClosedShape)
        ),
        holidays=reading.holidays or no_holidays,
        rules=BookingRules(
            step=timedelta(minutes=booking.step_min),
            min_notice=timedelta(minutes=booking.min_notice_min),
            horizon_days=booking.horizon_days,
            change_notice=timedelta(minutes=booking.change_notice_min),
            max_open=booking.max_open_per_customer,
            waitlist_answer=timedelta(minutes=booking.waitlist_answer_min),
        ),
        rooms=tuple(
            Room(id=RoomId(room.id), name=room.name, count=room.count)
            for room in reading.entries("rooms", shape.RoomShape)
        ),
        services=tuple(_service(service) for service in reading.entries("services", shape.ServiceShape)),
        staff=tuple(
            Staff(
                id=StaffId(person.id),
                name=person.name,
                aliases=person.aliases,
                phone=person.phone,
                services=tuple(ServiceId(name) for name in person.services),
                hours=_weekly(person.hours),
            )
            for person in reading.entries("staff", shape.StaffShape)
        ),
    )


def _weekly(hours: shape.HoursShape | shape.StaffHoursShape) -> WeeklyHours:
    named = ((number, getattr(hours, key)) for number, key in enumerate(shape.WEEKDAYS))
    return {number: openings for number, openings in named if openings is not None}


def _service(service: shape.ServiceShape) -> Service:
    amount = service.price if service.price is not None else service.price_from
    free = service.staff_free_min
    return Service(
        id=ServiceId(service.id),
        family=service.family,
        name=service.name,
        aliases=service.aliases,
        length=timedelta(minutes=service.length_min),
        buffer_after=timedelta(minutes=service.buffer_after_min),
        price=Price(amount, is_from=service.price is None) if amount is not None else None,
        rooms=tuple(RoomId(name) for name in service.rooms),
        staff_free=Break(timedelta(minutes=free[0]), timedelta(minutes=free[1])) if free else None,
        rebook_after=timedelta(days=service.rebook_after_days) if service.rebook_after_days else None,
    )
