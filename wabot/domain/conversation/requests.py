"""A message that answers no question of ours: what it asks for."""

from dataclasses import replace

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.answers.choosing import choice_or_day, never_mind, number_as_time, option
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.changing import wants_other_services, wants_to_cancel, wants_to_move
from wabot.domain.conversation.contents import change_services, extend
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.guests import comes_along, for_them
from wabot.domain.conversation.information import INFORMATION, asks_to_know, staff_hours
from wabot.domain.conversation.meant import own_visits, visits_meant, visits_of
from wabot.domain.conversation.moving import look_elsewhere_than, move, move_to_offer, once_more
from wabot.domain.conversation.recent import is_about_recent, only_visit_meant, recent_visit, with_topic
from wabot.domain.conversation.remarks import ELSEWHERE
from wabot.domain.conversation.smalltalk import says_goodbye
from wabot.domain.conversation.usual import as_before, ask_as_usual
from wabot.domain.dialogue import Dialogue, WhichSlot
from wabot.domain.heard import Excluded, Heard, Intent, Remark
from wabot.domain.replies.visits import AlreadyBooked
from wabot.domain.wishes import Wish

_NO = ({Intent.DECLINE}, {Intent.DECLINE, Intent.THANKS})


def requested(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """What the request leads to; None when nothing is asked for."""
    heard = _as_search(_without_exclamation(heard))
    intents = set(heard.intents)
    recent = recent_visit(dialogue, facts) or only_visit_meant(heard, dialogue, facts)
    picked = option(dialogue.passed, choice_or_day(heard, WhichSlot(dialogue.passed), facts).choice)
    if recent is not None and picked is not None:  # "no wait, the second one"
        moved = move_to_offer(recent, picked, facts, only_asks=not (heard.corrects or Intent.DECLINE in intents))
        return replace(moved, dialogue=replace(moved.dialogue, passed=dialogue.passed))
    if recent is not None and heard.choice is not None and not (heard.says_wish or heard.remarks):
        heard = number_as_time(heard)  # "4 then"
    given = _given_to_another(heard, facts)
    if given is not None:
        return given
    other_services = _other_services(heard, recent, facts)
    if other_services is not None:
        return other_services
    if intents in _NO and heard.services and not heard.says_when:
        return never_mind()
    if recent is not None and intents == {Intent.DECLINE} and heard.unable and not (heard.says_wish or heard.remarks):
        return move(recent, Wish(), facts)  # "ой нет, там совещание"
    if Intent.CANCEL in intents or _refuses_theirs(heard, facts):
        return wants_to_cancel(heard, facts)
    if recent is not None and _is_once_more(heard, recent):
        return once_more(recent, heard, facts)
    wants_same = heard.alike and heard.shift is None and Intent.RESCHEDULE not in intents
    if recent is not None and wants_same and recent not in own_visits(facts):
        return once_more(recent, heard, facts, is_open=True)
    if recent is not None and comes_along(heard):
        return once_more(recent, for_them(heard), facts, is_open=True)
    if recent is not None and not heard.services:
        elsewhere = _elsewhere_than(recent, heard, facts)
        if elsewhere is not None:
            return elsewhere
    if recent is not None and _cannot_then(heard, recent, facts):
        return move(recent, Wish(excluded=Excluded(days=(facts.local(recent.start_at).date(),))), facts)
    if recent is not None and _names_it_again(heard, recent):
        return Outcome(replies=(AlreadyBooked(facts.told(recent)),), dialogue=dialogue)
    if Intent.RESCHEDULE in intents or (recent is not None and (is_about_recent(heard) or _mends(heard, recent))):
        return wants_to_move(heard, facts, recent=recent)
    is_wish = bool(dialogue.wish.services and heard.part) and Intent.THANKS not in intents  # "ок, на завтра на вечер"
    if (says_goodbye(heard) and not (is_wish or asks_to_know(heard))) or (heard.intent is Intent.OTHER and heard.asks):
        return None
    before = as_before(heard, dialogue, facts)
    if before is not None:
        return before
    if intents & {Intent.BOOK, Intent.AVAILABILITY} or heard.says_wish:
        asks_by_the_way = asks_to_know(heard) and Intent.BOOK not in intents
        if not asks_by_the_way or (heard.services and heard.says_when):
            return _wants_to_book(heard, dialogue, facts)
        return Outcome(replies=(), dialogue=with_topic(heard, dialogue, recent, facts))
    if asks_to_know(heard):
        return Outcome(replies=(), dialogue=dialogue)
    return None


def _given_to_another(heard: Heard, facts: Facts) -> Outcome | None:
    """A visit that is named is to be with somebody else: "а массаж можно к другому мастеру?"; None when it is not."""
    if Remark.OTHER_STAFF not in heard.remarks or not heard.services or heard.says_when:
        return None
    named = visits_meant(heard, facts.visits, facts)
    return look_elsewhere_than(named[0], replace(heard, services=()), facts) if len(named) == 1 else None


def _other_services(heard: Heard, recent: BookedVisit | None, facts: Facts) -> Outcome | None:
    """A booked visit is to have fewer services or others: "без массажа", "ой, лучше педикюр"; None when it is not."""
    if heard.says_when:
        return None
    if Intent.RESCHEDULE in heard.intents and heard.only:
        return None
    if heard.only and not heard.drops and (left_out := _left_out(heard, facts)):
        heard = replace(heard, services=(), drops=left_out)
    if heard.drops:
        return wants_other_services(heard, facts, recent=recent)
    if Intent.DECLINE in heard.intents and heard.services:
        return wants_other_services(replace(heard, drops=heard.services), facts, recent=recent)
    swaps = heard.corrects and not heard.adds and Intent.CANCEL not in heard.intents
    if recent is not None and swaps and len(heard.services) == len(recent.services) == 1:
        instead = Wish(services=heard.services, drops=recent.services)
        return change_services(recent, instead, facts, only_asks=True)
    return None


def _left_out(heard: Heard, facts: Facts) -> tuple[str, ...]:
    """What else the visits are for that have a service of which only that one is wanted: "только ресницы"."""
    wanted = set(heard.services)
    return tuple(
        service
        for visit in facts.visits
        if wanted < set(visit.services)
        for service in visit.services
        if service not in wanted
    )


def _is_once_more(heard: Heard, recent: BookedVisit) -> bool:
    """Whether it is "at the same time in a week", or "my wife wants a manicure too", as one more visit: it is not said
    that the first is to be moved.
    """
    if heard.corrects or Intent.RESCHEDULE in heard.intents:
        return False
    company = heard.company
    is_theirs = company is not None and bool(company.others) and not company.with_customer
    if company is not None and is_theirs and heard.services and heard.day is None:
        return heard.same_time or not visits_of(company, (recent,))  # who comes along already has theirs extended
    return heard.same_time and (heard.day is not None or heard.company is not None or bool(heard.services))


def _refuses_theirs(heard: Heard, facts: Facts) -> bool:
    """Whether what is booked for somebody is not wanted any more: "дочку не надо"."""
    if heard.company is None or not heard.company.is_named:
        return False
    return Intent.DECLINE in heard.intents and bool(visits_of(heard.company, facts.visits))


def _without_exclamation(heard: Heard) -> Heard:
    """An "oh wait" before what somebody else may have mends nothing: "oh wait, can my sister come too?"."""
    if heard.company is None or not heard.company.others:
        return heard
    asks = heard.company.with_customer or heard.same_time or heard.adds or Intent.AVAILABILITY in heard.intents
    return replace(heard, corrects=heard.corrects and not asks)


def _as_search(heard: Heard) -> Heard:
    """Where it is asked whether we do what is on our list, or may do it for somebody, the times that are free for it
    say more than a yes.
    """
    is_for_them = heard.asks and heard.company is not None and bool(heard.company.others)
    is_ours = (Remark.OFFERED in heard.remarks or is_for_them) and bool(heard.services)
    return replace(heard, intents=(Intent.AVAILABILITY,), asks=False) if is_ours else heard


def _names_it_again(heard: Heard, recent: BookedVisit) -> bool:
    """Whether it only names what or who is booked anyway: "да, маникюр", "а это к Анне?", "is Anna doing it?"."""
    is_more = heard.says_when or heard.adds or heard.shift is not None or heard.remarks or heard.company is not None
    asks = set(heard.intents) <= {Intent.AVAILABILITY, Intent.CONFIRM}
    if not asks or is_more:
        return False
    if heard.services:
        is_same = set(heard.services) == set(recent.services) and heard.staff in {None, recent.only_staff}
        return is_same and Intent.CONFIRM in heard.intents
    return heard.staff is not None and recent.only_staff == heard.staff


def _mends(heard: Heard, recent: BookedVisit) -> bool:
    """Whether what was just booked is to be at another time: "маникюр лучше в 16", "can the brows be later?"."""
    elsewhere = heard.remarks & ELSEWHERE and not heard.says_when
    is_another_time = (heard.corrects and heard.says_when) or bool(elsewhere)
    return is_another_time and bool(heard.services) and set(heard.services) < {*recent.services, ""}


def _cannot_then(heard: Heard, visit: BookedVisit, facts: Facts) -> bool:
    """Whether the day of the visit will not do, and no other was said: "ой, в четверг у дочки утренник"."""
    is_day = heard.day == facts.local(visit.start_at).date() and heard.day_to is None
    return heard.unable and is_day and not (heard.says_clock or Intent.CANCEL in heard.intents)


def _elsewhere_than(recent: BookedVisit, heard: Heard, facts: Facts) -> Outcome | None:
    """Other times or people for the visit just booked, offered; None when it is not asked for."""
    is_refused = heard.not_staff is not None and heard.staff is None
    if not (heard.remarks & ELSEWHERE or is_refused):
        return None
    if is_refused:
        heard = replace(heard, remarks=heard.remarks | {Remark.OTHER_STAFF})
    return look_elsewhere_than(recent, heard, facts)


def _wants_to_book(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome:
    wish = dialogue.wish.with_heard(heard, facts.salon)
    only_asks = bool({Intent.AVAILABILITY, *INFORMATION} & set(heard.intents)) and Intent.BOOK not in heard.intents
    recent = recent_visit(dialogue, facts)
    if recent is not None and heard.company is not None and not wish.services:  # "нет, мама отдельно, в пн утром"
        wish = replace(wish, services=recent.services, another=True)
        only_asks = True
    if recent is not None and heard.adds and not heard.says_when:  # "and brows too", once the rest is booked
        return extend(recent, wish, facts)
    if recent is not None and heard.time is not None and wish.day is None:  # "and a manicure for me at 12"
        wish = replace(wish, day=facts.local(recent.start_at).date())
        only_asks = True
    if only_asks and not wish.services and heard.staff is not None and heard.time is None:
        told = staff_hours(heard, facts)
        if told is not None:
            return Outcome(replies=(told,), dialogue=replace(dialogue, wish=wish, question=None))
    return ask_as_usual(wish, heard, facts) or pursue(wish, facts, only_asks=only_asks)
