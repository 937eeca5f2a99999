"""config.toml section by section: the keys, their bounds and their defaults. Keys carry their units."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from wabot.config.values import (
    AlertUrl,
    ClockTime,
    Country,
    Currency,
    Host,
    Hours,
    Identifier,
    LocalAliases,
    LocalText,
    Minutes,
    Openings,
    OptionalPhone,
    PasswordHash,
    Phone,
    PositiveCount,
    QuietHours,
    ReceiverUrl,
    Seconds,
    WebhookSecret,
    Zone,
    wrong,
)
from wabot.domain.webhooks import Event
from wabot.types import Lang

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Shape(BaseModel):
    """A section of the file: no key but these, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


class SalonShape(Shape):
    id: Annotated[Identifier, Field(examples=["lavanda"])]
    name: LocalText
    country: Annotated[Country, Field(examples=["RU"])] = "RU"
    timezone: Zone
    language: Annotated[Literal["ru", "en"], Field(examples=["ru"])] = "ru"
    address: LocalText
    phone: OptionalPhone = None
    currency: Annotated[Currency, Field(examples=["RUB"])] = "RUB"


class OwnerShape(Shape):
    phones: Annotated[list[Phone], Field(examples=[["+79161234567"]])] = []
    alert_url: Annotated[AlertUrl, Field(examples=["https://ntfy.example/salon"])] = ""


class HoursShape(Shape):
    mon: Openings
    tue: Openings
    wed: Openings
    thu: Openings
    fri: Openings
    sat: Openings
    sun: Openings
    holidays: Annotated[Literal["open", "closed"], Field(examples=["open"])] = "open"


class StaffHoursShape(Shape):
    mon: Openings | None = None
    tue: Openings | None = None
    wed: Openings | None = None
    thu: Openings | None = None
    fri: Openings | None = None
    sat: Openings | None = None
    sun: Openings | None = None


class ClosedShape(Shape):
    first: Annotated[date, Field(alias="from", examples=["2026-12-31"])]
    last: Annotated[date, Field(alias="to", examples=["2027-01-02"])]
    reason: LocalText = {Lang.RU: "салон закрыт", Lang.EN: "the salon is closed"}

    @model_validator(mode="after")
    def _in_order(self) -> "ClosedShape":
        if self.last < self.first:
            raise wrong(f"ends ({self.last}) before it begins ({self.first})", "exchange from and to")
        return self


def _divides_a_day(step: int) -> int:
    if 24 * 60 % step:
        raise wrong(f"{step} minutes do not divide a day", "write 5, 10, 15, 20, 30 or 60")
    return step


class BookingShape(Shape):
    step_min: Annotated[int, Field(ge=1, le=240, examples=[15]), AfterValidator(_divides_a_day)] = 15
    min_notice_min: Annotated[Minutes, Field(examples=[60])] = 60
    horizon_days: Annotated[int, Field(ge=1, le=730, examples=[60])] = 60
    change_notice_min: Annotated[Minutes, Field(examples=[120])] = 120
    max_open_per_customer: Annotated[PositiveCount, Field(examples=[3])] = 3
    waitlist_answer_min: Annotated[PositiveCount, Field(examples=[30])] = 30
    confirmation_ics: Annotated[bool, Field(examples=[True])] = False


class ConversationShape(Shape):
    quiet_s: Annotated[Seconds, Field(le=60, examples=[1.5])] = 1.5
    quiet_max_s: Annotated[Seconds, Field(le=300, examples=[6])] = 6
    handoff_h: Annotated[Hours, Field(examples=[12])] = 12
    forget_h: Annotated[Hours, Field(examples=[24])] = 24
    replies_per_min: Annotated[PositiveCount, Field(examples=[12])] = 12
    reject_calls: Annotated[bool, Field(examples=[True])] = True
    privacy: LocalText | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "ConversationShape":
        if self.quiet_max_s < self.quiet_s:
            raise wrong("quiet_max_s is less than quiet_s", "make it at least as long")
        return self


class RemindersShape(Shape):
    day_before_at: ClockTime = time(19, 0)
    before_min: Annotated[Minutes, Field(examples=[180])] = 180
    quiet: QuietHours = (time(21, 30), time(9, 0))
    ask_staff_h: Annotated[Hours, Field(examples=[3])] = 3


class AftercareShape(Shape):
    enabled: Annotated[bool, Field(examples=[False])] = False
    thanks_after_h: Annotated[Hours, Field(examples=[3])] = 3


class WhatsAppShape(Shape):
    proxy: Annotated[str, Field(pattern=r"^((https?|socks5)://\S+)?$", examples=["socks5://127.0.0.1:1080"])] = ""
    min_gap_s: Annotated[Seconds, Field(le=60, examples=[1])] = 1.0


class WebShape(Shape):
    host: Annotated[str, Field(min_length=1, examples=["127.0.0.1"])] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, examples=[8080])] = 8080
    allowed_hosts: Annotated[list[Host], Field(examples=[["salon.example"]])] = []
    password_hash: Annotated[PasswordHash, Field(examples=[""])] = ""

    @model_validator(mode="after")
    def _guarded(self) -> "WebShape":
        loopback = self.host in {"localhost", "::1"} or self.host.startswith("127.")
        if not loopback and not (self.password_hash and self.allowed_hosts):
            raise wrong(
                f'host "{self.host}" would show customers to the network',
                'keep "127.0.0.1", or set password_hash (`wabot hash-password`) and allowed_hosts as well',
            )
        return self


class StorageShape(Shape):
    dir: Annotated[str, Field(min_length=1, examples=["state"])] = "state"
    keep_texts_days: Annotated[PositiveCount, Field(examples=[180])] = 180
    backup_at: ClockTime = time(3, 30)
    backup_keep: Annotated[PositiveCount, Field(examples=[7])] = 7


class RoomShape(Shape):
    id: Annotated[Identifier, Field(examples=["washbasin"])]
    name: LocalText
    count: Annotated[PositiveCount, Field(examples=[1])] = 1


Amount = Annotated[Decimal, Field(ge=0, strict=False, allow_inf_nan=False, examples=[2500])]


class ServiceShape(Shape):
    id: Annotated[Identifier, Field(examples=["manicure"])]
    family: Annotated[Identifier | None, Field(examples=["haircut"])] = None
    name: LocalText
    aliases: LocalAliases = {}
    length_min: Annotated[int, Field(ge=1, le=1440, examples=[60])]
    buffer_after_min: Annotated[int, Field(ge=0, le=1440, examples=[15])] = 0
    price: Amount | None = None
    price_from: Amount | None = None
    rooms: Annotated[list[str], Field(examples=[["washbasin"]])] = []
    staff_free_min: Annotated[list[int] | None, Field(examples=[[45, 75]])] = None
    rebook_after_days: Annotated[int | None, Field(ge=1, le=730, examples=[21])] = None

    @model_validator(mode="after")
    def _sound(self) -> "ServiceShape":
        if self.price is not None and self.price_from is not None:
            raise wrong("has both price and price_from", "keep one of them")
        free = self.staff_free_min
        if free is not None and not (len(free) == 2 and 0 < free[0] < free[1] <= self.length_min):
            raise wrong(
                f"staff_free_min = {free} is not a part of its {self.length_min} minutes", "write it like [45, 75]"
            )
        return self


class StaffShape(Shape):
    id: Annotated[Identifier, Field(examples=["anna"])]
    name: LocalText
    aliases: LocalAliases = {}
    phone: OptionalPhone = None
    services: Annotated[list[str], Field(examples=[["manicure"]])]
    hours: StaffHoursShape = StaffHoursShape()


class WebhookShape(Shape):
    id: Annotated[Identifier, Field(examples=["crm"])]
    url: Annotated[ReceiverUrl, Field(examples=["https://salon.example/wabot"])]
    secret: Annotated[WebhookSecret, Field(examples=["whsec_..."])]
    events: Annotated[
        list[Annotated[Event, Field(strict=False)]], Field(min_length=1, examples=[["appointment_booked"]])
    ]


SECTIONS: dict[str, type[Shape]] = {
    "salon": SalonShape,
    "owner": OwnerShape,
    "hours": HoursShape,
    "booking": BookingShape,
    "conversation": ConversationShape,
    "reminders": RemindersShape,
    "aftercare": AftercareShape,
    "whatsapp": WhatsAppShape,
    "web": WebShape,
    "storage": StorageShape,
}
LISTS: dict[str, type[Shape]] = {
    "closed": ClosedShape,
    "rooms": RoomShape,
    "services": ServiceShape,
    "staff": StaffShape,
    "webhooks": WebhookShape,
}
REQUIRED = ("salon", "hours", "services", "staff")
