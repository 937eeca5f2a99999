"""What a customer reads of an order of the owner's."""

from wabot.domain.appointments import Status
from wabot.domain.owner.acts import News, Tell
from wabot.domain.owner.facts import Entry, OwnerFacts
from wabot.domain.replies.owner import CannotTakeYou
from wabot.domain.replies.told import Reply
from wabot.domain.replies.visits import BookedBySalon, CancelledBySalon, ChangedBySalon


def notice_of(tell: Tell, entry: Entry, facts: OwnerFacts) -> Reply | None:
    """The notice about one visit; None when it has changed since, or is over: then it would be wrong."""
    visit = facts.told(entry.visit)
    is_cancelled = entry.visit.status is Status.CANCELLED
    if entry.visit.end_at <= facts.now or is_cancelled is not (tell.news is News.CANCELLED):
        return None
    match tell.news:
        case News.BOOKED:
            return BookedBySalon(visit, facts.salon.address)
        case News.MOVED:
            return ChangedBySalon(visit, tell.was_at or entry.visit.start_at)
        case News.CANCELLED:
            return CancelledBySalon(visit)
        case News.CLOSED:
            return CannotTakeYou(visit)
