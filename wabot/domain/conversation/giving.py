"""What was booked for the customer turns out to be for somebody else."""

from wabot.domain.conversation.facts import Facts, GiveVisit, Outcome
from wabot.domain.conversation.guests import is_own
from wabot.domain.conversation.recent import recent_visit
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard, Intent, Remark
from wabot.domain.replies.manners import GuestKnown

_BESIDE = {Intent.OTHER, Intent.THANKS, Intent.CONFIRM}


def give_away(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Note for whom the visit just booked is: "its for my husband btw", "на мужа оформите".

    None when no more than that was not said.
    """
    visit, company = recent_visit(dialogue, facts), heard.company
    if visit is None or company is None or not is_own(visit) or visit.guests > 1:
        return None
    tells_whom = company.is_named and not company.with_customer and _BESIDE.issuperset(heard.intents)
    is_theirs = bool(company.others) and (tells_whom or Remark.GIVE in heard.remarks)
    if not is_theirs or heard.says_wish or heard.shift is not None:
        return None
    salons = visit.appointments[0].note
    note = f"{company.note}, {salons}" if salons else company.note
    return Outcome(replies=(GuestKnown(company.name),), dialogue=dialogue, changes=(GiveVisit(visit.id, note),))
