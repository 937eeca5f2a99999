"""What a customer reads of an order of the owner's."""

from wabot.domain.appointments import Status
from wabot.domain.owner.acts import News, Notice
from wabot.domain.owner.facts import Entry, OwnerFacts
from wabot.domain.replies.owner import CannotTakeYou
from wabot.domain.replies.told import Reply
from wabot.domain.replies.visits import BookedBySalon, CancelledBySalon, ChangedBySalon


def told_notice(notice: Notice, entry: Entry, facts: OwnerFacts) -> Reply | None:
    """The words about one visit; None when it has changed since, or is over: then it would be wrong."""
    visit = facts.told(entry.visit)
    is_cancelled = entry.visit.status is Status.CANCELLED
    if entry.visit.end_at <= facts.now or is_cancelled is not (notice.news is News.CANCELLED):
        return None
    match notice.news:
        case News.BOOKED:
            return BookedBySalon(visit, facts.salon.address)
        case News.MOVED:
            return ChangedBySalon(visit, notice.was_at or entry.visit.start_at)
        case News.CANCELLED:
            return CancelledBySalon(visit)
        case News.CLOSED:
            return CannotTakeYou(visit)
