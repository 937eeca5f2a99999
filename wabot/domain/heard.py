"""What was heard in a message: the meaning, without the words."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as WallTime
from enum import StrEnum

from wabot.types import Lang, StaffId


class Intent(StrEnum):
    """What a customer wants of us. A bare slot ("tomorrow at 5") carries none."""

    BOOK = "book"
    AVAILABILITY = "availability"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    MY_BOOKINGS = "my_bookings"
    PRICES = "prices"
    HOURS = "hours"
    ADDRESS = "address"
    GREETING = "greeting"
    THANKS = "thanks"
    CONFIRM = "confirm"
    DECLINE = "decline"
    HUMAN = "human"
    STOP = "stop"
    OTHER = "other"


class DayPart(StrEnum):
    """A part of the day said without a clock time."""

    MORNING = "morning"
    LUNCH = "lunch"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Remark(StrEnum):
    """Something said about what was offered or booked, or asked about it, that names nothing itself."""

    EARLIER = "earlier"  # "а пораньше?"
    LATER = "later"
    OTHERS = "others"  # "ещё варианты?", "давайте другое"
    OTHER_DAY = "other_day"
    OTHER_STAFF = "other_staff"
    CHEAPER = "cheaper"
    PLAIN = "plain"  # "тогда обычный"
    LENGTH = "length"  # "сколько это займёт?"
    WHO = "who"  # "а кто делает брови?"
    ANY = "any"  # "любое", "на ваше усмотрение"
    LAST_TIME = "last_time"  # "как в прошлый раз"
    ENOUGH = "enough"  # "не надо", "never mind": nothing else is wanted in its place
    ANY_DAY = "any_day"  # "когда угодно"
    SOONEST = "soonest"  # "а когда ближайшее?"
    AGAIN = "again"  # "ещё раз", "another one": besides what is booked
    ALL = "all"  # "обе", "отмените всё"
    TOTAL = "total"  # "сколько всё это будет стоить?"
    RESTORE = "restore"  # "ой, верните как было": what was cancelled is wanted after all
    OFFERED = "offered"  # "вы делаете брови?": whether the salon has the service that is named
    DISCOUNT = "discount"  # "пенсионерам скидка есть?"
    GIVE = "give"  # "а можно на мужа оформить?"
    MAY_CHANGE = "may_change"  # "а если передумаю, можно отменить?"
    REMIND = "remind"  # "напомните мне накануне?"
    COMING = "coming"  # "поднимаюсь", "on my way"
    AT_DOOR = "at_door"  # "откройте дверь, пожалуйста"
    THINKING = "thinking"  # "я подумаю", "let me check with my wife"
    MISTAKE = "mistake"  # "ой, это не вам"
    WRONG_NUMBER = "wrong_number"  # "вы ошиблись номером"
    PRESENT = "present"  # "вы тут?", "это салон?"
    RUDE = "rude"
    BOT = "bot"  # "это бот?"
    LANGUAGE = "language"  # "do you speak English?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """What will not do, in salon wall time: weekdays (0 is Monday), single days, parts of the day."""

    weekdays: tuple[int, ...] = ()
    days: tuple[date, ...] = ()
    parts: tuple[DayPart, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.weekdays or self.days or self.parts)

    def __or__(self, other: "Excluded") -> "Excluded":
        """What one or the other excludes."""
        return Excluded(
            weekdays=tuple(dict.fromkeys((*self.weekdays, *other.weekdays))),
            days=tuple(dict.fromkeys((*self.days, *other.days))),
            parts=tuple(dict.fromkeys((*self.parts, *other.parts))),
        )

    def covers(self, day: date) -> bool:
        """Whether that day will not do at any hour."""
        return day in self.days or day.weekday() in self.weekdays


NOTHING_EXCLUDED = Excluded()


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Whom the visit is for besides the customer, or in the customer's place.

    `others` are what they are to the customer ("мама", "daughter"), `name` what they are called; one of them was said.
    `with_customer`: the customer comes too; `apart`: for a service of their own ("мне маникюр, подруге педикюр").
    `besides`: they come to whoever was spoken of before, the customer or not ("сын тоже просится").
    `is_named`: the request names them ("отмените сына", "запись для мамы"); else they may be the reason for it
    ("отмените, сына надо забрать").
    """

    others: tuple[str, ...]
    name: str | None = None
    with_customer: bool = False
    apart: bool = False
    besides: bool = False
    is_named: bool = False

    @property
    def note(self) -> str:
        """Who they are, for the salon."""
        return ", ".join((*self.others, self.name) if self.name else self.others)


class Waits(StrEnum):
    """What is said about the waiting list, or about a time that became free."""

    JOIN = "join"  # "если освободится, напишите"
    LEAVE = "leave"  # "уберите из листа ожидания"
    DROP = "drop"  # "уже не надо", of whatever was wanted
    TAKE = "take"  # "беру"
    REFUSE = "refuse"  # "отдайте другому"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The meaning of one message (or of several that make one turn).

    Days and clock times are the salon's wall time. None or empty means: not said.

    intents    in the order of importance; the first is the main one
    services   ids from the configuration, or a family's id when only the family was said ("haircut")
    day        first day, `day_to` the last one included when a range was said (day_to is None for one day)
    time       a point ("at 5", "around 5"); `not_before` / `not_after` are bounds ("after 6", "until 2")
    over_by    it must be over by `not_after` ("быть готовой к 12", "до 16 закончить")
    choice     a bare ordinal or number ("2", "второе", "the last one" is -1): which of the things offered; of a number
               that may be a day as well ("the 3rd"), that day is heard too
    name       a person's own name, as written; `own_name` unless it is that of somebody else whom the visit is for
    bare_name  the whole message is a first name, for when one was asked for
    maybe_name what is a name if one was asked for and nothing else was understood, as written
    keeps      asks that a visit stays ("не отменяйте"); comes with the intent confirm
    attends    says outright that they will come ("подтверждаю", "буду"); comes with the intent confirm
    stops      the whole message asks us not to write; comes with the intent stop
    resumes    takes such a request back ("старт")
    asks       asks something that is no request and that we have no answer for; comes with the intent other
    questions  ends with a question mark
    late       will come so much later than the visit begins; no length (timedelta()) when not said how much
    length     the whole message is a length of time ("наверно на полчаса", "make that 20")
    corrects   takes back what was said before ("лучше", "actually")
    parts      says goodbye until the day that was said ("супер, до завтра")
    unable     the day or time said will not do ("в среду не могу"), or the one that is spoken of ("ой нет, там
               совещание"); comes with the intent decline or cancel
    weekday    the day was told by its weekday alone ("в понедельник"): the nearest, or the one just spoken of
    numbered   the day was told by its number alone ("25-го"): the next, or that of the month just spoken of
    stranger   a person asked for who does not work here, as written ("к Свете")
    impossible a day was said that does not exist ("31 November")
    any_staff  whoever is free will do
    as_before  the same as last time, or as usual
    same_time  the clock time stays ("в это же время через неделю")
    shift      so much later, or earlier if negative ("на час позже")
    adds       the services come to those wanted already ("и ещё брови")
    only       nothing but these services ("только маникюр")
    in_order   the services are wanted in the order in which they are named ("сначала ..., потом ...")
    guests     how many come ("нас двое")
    company    who they are, or for whom else the visit is ("запишите маму")
    owners     whose visit is meant, where it may be one of these ("hers"): what they may be to the customer
    own        the visit meant is the customer's own ("перенесите меня", "move mine")
    behind     the services are those after which the visit shall be ("после массажа")
    after_own  the visit shall come after the customer's own ("после меня")
    likewise   the message only asks the same of something else ("а педикюр?", "and the pedicure?")
    alike      the customer wants what somebody else has got ("и мне тоже", "same for me")
    joins      the customer wants to come along with those spoken of ("и меня подстричь")
    alone      the customer comes alone after all ("нет, только я", "just me then")
    each       each of the guests is to have something else ("одной гель, другой педикюр")
    suits      services for people like whoever is spoken of ("дочке", "she's 7")
    own_suits  services for people like the customer, where they let on what they are ("я хотела бы", "с мужем")
    drops      services that are not wanted, or no longer ("без массажа", "вместо маникюра")
    not_staff  who is not wanted ("не к Ане")
    unoffered  a service that the salon does not have, as written ("тату"); `also_unoffered` one beside those it has
    excluded   days and parts of the day that will not do ("кроме среды", "not in the morning")
    remarks    what was said about what was offered or booked
    waits      what is said about the waiting list
    implied    names of the fields above that were concluded rather than said
    then       another visit that is wanted on another day; what is above is of the first
    """

    lang: Lang
    intents: tuple[Intent, ...] = ()
    services: tuple[str, ...] = ()
    staff: StaffId | None = None
    day: date | None = None
    day_to: date | None = None
    time: WallTime | None = None
    not_before: WallTime | None = None
    not_after: WallTime | None = None
    over_by: bool = False
    part: DayPart | None = None
    name: str | None = None
    own_name: str | None = None
    bare_name: str | None = None
    maybe_name: str | None = None
    choice: int | None = None
    keeps: bool = False
    attends: bool = False
    stops: bool = False
    resumes: bool = False
    asks: bool = False
    questions: bool = False
    late: timedelta | None = None
    length: timedelta | None = None
    corrects: bool = False
    parts: bool = False
    unable: bool = False
    weekday: bool = False
    numbered: bool = False
    stranger: str | None = None
    impossible: bool = False
    any_staff: bool = False
    as_before: bool = False
    same_time: bool = False
    shift: timedelta | None = None
    adds: bool = False
    only: bool = False
    in_order: bool = False
    guests: int = 1
    company: Company | None = None
    owners: tuple[str, ...] = ()
    own: bool = False
    behind: bool = False
    after_own: bool = False
    likewise: bool = False
    alike: bool = False
    joins: bool = False
    alone: bool = False
    each: bool = False
    suits: tuple[str, ...] = ()
    own_suits: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    not_staff: StaffId | None = None
    unoffered: str | None = None
    also_unoffered: str | None = None
    excluded: Excluded = NOTHING_EXCLUDED
    remarks: frozenset[Remark] = frozenset()
    waits: Waits | None = None
    implied: frozenset[str] = field(default_factory=frozenset)
    then: "Heard | None" = None

    @property
    def intent(self) -> Intent | None:
        """The main intent, or None for a bare slot."""
        return self.intents[0] if self.intents else None

    @property
    def says_when(self) -> bool:
        """Whether any day, clock time or part of the day was said."""
        return self.day is not None or self.says_clock

    @property
    def says_wish(self) -> bool:
        """Whether a service, a person or a time was said: something that an appointment is made of."""
        return bool(self.services) or self.staff is not None or self.says_when

    @property
    def says_clock(self) -> bool:
        """Whether a clock time, a bound or a part of the day was said."""
        return any(value is not None for value in (self.time, self.not_before, self.not_after, self.part))
