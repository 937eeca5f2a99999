"""What a message leaves unsaid, for the one before it has said it."""

from dataclasses import replace

from wabot.domain.conversation.facts import Facts
from wabot.domain.conversation.recent import topic_of
from wabot.domain.dialogue import Dialogue, WhichSlot
from wabot.domain.heard import Heard, Intent, Remark


def with_implied(heard: Heard, dialogue: Dialogue, facts: Facts) -> Heard:
    """The message with it: "на полчаса" after one of being late, "а педикюр?" after the price of a manicure, "а
    30-го?" after the hours of another day, "тогда обычный" beside a manicure with gel polish.
    """
    heard = _in_month_spoken_of(_as_aside(_as_late(heard, dialogue), dialogue), dialogue)
    return _as_told_of(_as_plain(heard, dialogue, facts), dialogue, facts)


def _as_late(heard: Heard, dialogue: Dialogue) -> Heard:
    if not dialogue.is_late or heard.length is None or heard.late is not None:
        return heard
    return Heard(lang=heard.lang, intents=(Intent.OTHER,), late=heard.length, length=heard.length)


def _as_aside(heard: Heard, dialogue: Dialogue) -> Heard:
    """A "may I?" that names nothing, while times are offered, is no yes to them: "she's 15, is that ok?"."""
    is_bare = heard.intents == (Intent.BOOK,) and not (heard.says_wish or heard.remarks or heard.company)
    if not (isinstance(dialogue.question, WhichSlot) and is_bare and heard.questions and heard.choice is None):
        return heard
    return replace(heard, intents=(Intent.OTHER,), asks=True) if heard.guests == 1 else heard


def _in_month_spoken_of(heard: Heard, dialogue: Dialogue) -> Heard:
    """A mere "the 30th", where a day of a later month was asked for, is that month's."""
    asked = dialogue.wish.day or dialogue.told_day
    if not heard.numbered or heard.day is None or asked is None:
        return heard
    ahead = (asked.year - heard.day.year) * 12 + asked.month - heard.day.month
    try:
        day = heard.day.replace(year=asked.year, month=asked.month)
    except ValueError:  # no 31st in that month
        return heard
    if ahead <= 0:
        return heard
    day_to = heard.day_to + (day - heard.day) if heard.day_to is not None else None
    return replace(heard, day=day, day_to=day_to)


def _as_plain(heard: Heard, dialogue: Dialogue, facts: Facts) -> Heard:
    """The plain one is the service that the one spoken of is called after."""
    if Remark.PLAIN not in heard.remarks or heard.services:
        return heard
    salon, topic = facts.salon, topic_of(dialogue, facts)
    service = salon.find_service(topic[0]) if len(topic) == 1 else None
    if service is None:
        return heard
    lang = heard.lang
    words = set(service.name[lang].lower().split())
    plainer = [one for one in salon.services if set(one.name[lang].lower().split()) < words]
    if len(plainer) != 1:
        return heard
    intents = tuple(intent for intent in heard.intents if intent is not Intent.OTHER)
    remarks = heard.remarks - {Remark.PLAIN}
    return replace(heard, services=(plainer[0].id,), drops=(), intents=intents, remarks=remarks, likewise=True)


def _as_told_of(heard: Heard, dialogue: Dialogue, facts: Facts) -> Heard:
    """Of what was just told it is asked for another: a service, people ("and for a kid?"), a day; that no visit was
    found is doubted ("no, it's under Priya").
    """
    if dialogue.told is Intent.MY_BOOKINGS and not facts.visits and heard.own_name and heard.intent is Intent.DECLINE:
        return replace(heard, intents=(Intent.OTHER,), asks=True, name=None, own_name=None, bare_name=None)
    if not set(heard.intents) <= {Intent.OTHER}:
        return heard
    if dialogue.told is Intent.PRICES and not heard.says_when:
        services = heard.services or (heard.suits if heard.asks else ())
        is_more = heard.likewise or (bool(services) and not heard.services)
        return replace(heard, intents=(Intent.PRICES,), services=services, company=None, guests=1) if is_more else heard
    is_day = (
        heard.day is not None and not (heard.says_clock or heard.services or heard.staff) and dialogue.question is None
    )
    return replace(heard, intents=(Intent.HOURS,)) if dialogue.told is Intent.HOURS and is_day else heard
