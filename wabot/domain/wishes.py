"""What the customer wants, gathered over turns."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import time as wall_time

from wabot.domain.heard import NOTHING_EXCLUDED, Company, DayPart, Excluded, Heard, Intent, Remark
from wabot.domain.salon import Salon, are_alike
from wabot.types import AppointmentId, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the customer wants, gathered over turns; days and clock times are salon wall time.

    `services` are those of one visit, in the order they were said, to be had in that order if `in_order`; one may be a
    family ("haircut") while it is not settled which. `guests` come together, for one service each; `company` says who
    they are, or for whom else it is. `seen` are starts that were offered and passed over. `moving` is the visit that
    gets the new time, or the new services; `drops` are to be taken out of one. `part_of` is the visit of which only
    these services get the new time; the rest of it stays. `over_by`: it must be over by `not_after`. `any_day`: it was
    said that the day does not matter; what is `excluded` is not offered. `another`: one more visit is wanted besides
    the one that has the same services. `waits`: it goes on the waiting list; `knows_free`: the customer has seen what
    is free, and wants none of it. `own_suits` are the services for people like the customer, as far as one knows.
    `follows`: it shall be right behind the visit that is talked of before it.
    """

    services: tuple[str, ...] = ()
    in_order: bool = False
    guests: int = 1
    company: Company | None = None
    staff: StaffId | None = None
    not_staff: StaffId | None = None
    day: date | None = None
    day_to: date | None = None
    time: wall_time | None = None
    not_before: wall_time | None = None
    not_after: wall_time | None = None
    part: DayPart | None = None
    seen: tuple[datetime, ...] = ()
    moving: AppointmentId | None = None
    part_of: AppointmentId | None = None
    drops: tuple[str, ...] = ()
    waits: bool = False
    knows_free: bool = False
    any_day: bool = False
    another: bool = False
    over_by: bool = False
    own_suits: tuple[str, ...] = ()
    follows: bool = False
    excluded: Excluded = NOTHING_EXCLUDED

    def with_heard(self, heard: Heard, salon: Salon) -> "Wish":
        """The wish after another message: what is said anew replaces what was said before of the same.

        Other services are another visit, unless they are added: the one being moved is left alone.
        """
        if heard.each and heard.services and max(self.guests, heard.guests, len(heard.services)) > 1:
            wish = self._with_each(heard).with_staff(heard).with_freedom(heard)
        else:
            wish = self.with_company(heard, salon).with_services(heard, salon).with_staff(heard).with_freedom(heard)
        if heard.day is not None:
            wish = replace(wish, day=heard.day, day_to=heard.day_to, any_day=False, seen=())
        if heard.says_clock:
            wish = replace(wish, time=heard.time, part=heard.part, seen=())
            wish = replace(wish, not_before=heard.not_before, not_after=heard.not_after, over_by=heard.over_by)
        return replace(wish, own_suits=heard.own_suits or wish.own_suits)

    def with_company(self, heard: Heard, salon: Salon) -> "Wish":
        """With who comes; of a family, what was heard is for who comes along, and the customer's own is open."""
        wish = self
        if heard.company is not None and heard.company.besides and self.company is not None and self.is_for_others:
            others = tuple(dict.fromkeys((*self.company.others, *heard.company.others)))
            return replace(self, company=replace(self.company, others=others), guests=max(self.guests + 1, len(others)))
        if heard.company is not None:
            only_name = not heard.company.others and self.company is not None
            same = replace(self.company, name=heard.company.name) if self.company and only_name else heard.company
            wish = replace(wish, company=same)
        if heard.guests == 1:
            return wish
        services = self.services if len(set(self.services)) > 1 else self.services[:1]
        if heard.services:
            whole = [service for name in heard.services if (service := salon.find_service(name))]
            is_theirs = heard.company is not None and heard.company.with_customer and "services" in heard.implied
            family = whole[0].family if is_theirs and len(whole) == 1 else None
            own = [one for one in self.services if one == family or self._family_of(one, salon) == family][:1]
            services = (*(own or [family]), *heard.services) if family else heard.services
            is_apart = family is not None
        elif is_apart := bool(theirs := self._like_own(heard, salon)):
            services = (*services, *theirs)
        if is_apart and wish.company is not None:
            wish = replace(wish, company=replace(wish.company, apart=True))
        return replace(wish, guests=heard.guests, services=services, moving=None, part_of=None)

    def _like_own(self, heard: Heard, salon: Salon) -> list[str]:
        """What the one who comes along gets, where it is for other people than the customer's own: "а сына можно?"."""
        family = self._family_of(self.services[0], salon) if len(self.services) == 1 else None
        if family is None or heard.company is None or not heard.company.with_customer or heard.guests > 2:
            return []
        suiting = [service for service in heard.suits if self._family_of(service, salon) == family]
        return suiting if len(suiting) == 1 and suiting[0] not in self.services else []

    def with_companion(self, heard: Heard) -> "Wish":
        """The customer's wish, with somebody coming along for the service that was named for them."""
        assert heard.company is not None
        company = replace(heard.company, with_customer=True, apart=True)
        return replace(self, services=(*self.services, *heard.services), guests=2, company=company, seen=())

    def with_customer(self, heard: Heard, salon: Salon) -> "Wish":
        """The wish, which is for others, with the customer coming along for what was named, or for the like of it."""
        theirs = self.services * self.guests if len(self.services) == 1 else self.services
        own = heard.services or tuple(self._family_of(service, salon) or service for service in self.services[:1])
        company = replace(self.company or Company(others=()), with_customer=True, apart=True)
        return replace(self, services=(*own, *theirs), guests=self.guests + 1, company=company, seen=())

    def _with_each(self, heard: Heard) -> "Wish":
        """The wish with a service for each guest: what was named, and for the others what was wanted before."""
        company = replace(self.company or heard.company or Company(others=()), with_customer=True, apart=True)
        guests = max(self.guests, heard.guests, len(heard.services))
        left = guests - len(heard.services)
        services = (*heard.services, *(self.services * guests)[:left])
        return replace(self, services=services, guests=guests, company=company, seen=())

    def with_staff(self, heard: Heard) -> "Wish":
        """With who is wanted, or not wanted."""
        if heard.staff is not None:
            return replace(self, staff=heard.staff, not_staff=None, seen=())
        if heard.any_staff:
            return replace(self, staff=None, not_staff=None)
        if heard.not_staff is not None:
            staff = None if self.staff == heard.not_staff else self.staff
            return replace(self, staff=staff, not_staff=heard.not_staff, seen=())
        return self

    def with_freedom(self, heard: Heard) -> "Wish":
        """With what does not matter, and what will not do; a single day that is asked for after all may be had."""
        wish = replace(self, another=True) if heard.adds or Remark.AGAIN in heard.remarks else self
        if heard.excluded:
            wish = replace(wish, excluded=wish.excluded | heard.excluded, seen=())
            if wish.day is not None and wish.day_to is None and wish.excluded.covers(wish.day):
                wish = replace(wish, day=None)
        if heard.day is not None:
            is_wanted = heard.day_to is None and wish.excluded.covers(heard.day)
            return replace(wish, excluded=NOTHING_EXCLUDED) if is_wanted else wish
        if Remark.SOONEST in heard.remarks:
            return replace(wish.without_time(), any_day=True)
        return replace(wish, day=None, day_to=None, any_day=True) if Remark.ANY_DAY in heard.remarks else wish

    def with_services(self, heard: Heard, salon: Salon) -> "Wish":
        """With the services that are wanted now."""
        if heard.drops and self.services and self.moving is None:
            return self._without(heard)
        if not heard.services or heard.guests > 1:
            return self
        said = [service for service in heard.services if heard.only or not self._means_already(service, salon)]
        if not said:
            left = tuple(service for service in self.services if service not in heard.services)
            drops = Intent.DECLINE in heard.intents and left
            return replace(self, services=left) if drops else self
        in_order = heard.in_order and len(heard.services) > 1
        if heard.adds and self.services and self.moving is None:
            return replace(self, services=(*self.services, *said), in_order=in_order or self.in_order)
        if len(said) == 1 and self._family_of(said[0], salon) in self.services:
            return self.settled(said[0], salon)
        instead = self._in_place(said, salon) if not (heard.company or heard.only) else None
        if instead is not None:
            return replace(self, services=instead, seen=())
        is_fresh = not self.services or any(service in salon.families for service in self.services)
        staff = self.staff if is_fresh else None
        wish = replace(self, services=heard.services, in_order=in_order, staff=staff, seen=())
        return replace(wish, moving=None, part_of=None)

    def _in_place(self, said: list[str], salon: Salon) -> tuple[str, ...] | None:
        """The services with the one that was said in place of the only one like it; None when it is not clear that the
        others are wanted still.
        """
        service = salon.find_service(said[0])
        if len(said) > 1 or service is None or len(self.services) < 2 or self.moving is not None:
            return None
        alike = [one.id for one in salon.services_named(self.services) if are_alike(one, service)]
        if len(alike) != 1:
            return None
        return tuple(service.id if name == alike[0] else name for name in self.services)

    def _without(self, heard: Heard) -> "Wish":
        """The wish without what is not wanted, and what is wanted instead in its place; never with nothing left."""
        instead = [service for service in heard.services if service not in heard.drops]
        if heard.only and instead:
            return replace(self, services=tuple(instead), seen=())
        left: list[str] = []
        for service in self.services:
            if service not in heard.drops:
                left.append(service)
            else:
                left += instead
                instead = []
        services = tuple(dict.fromkeys((*left, *instead)))
        return replace(self, services=services or self.services, seen=())

    def settled(self, chosen: str, salon: Salon) -> "Wish":
        """The wish once a service was chosen: in the place of its family, or as the only one."""
        family = self._family_of(chosen, salon)
        if family not in self.services:
            return replace(self, services=(chosen,))
        return replace(self, services=tuple(chosen if service == family else service for service in self.services))

    def _family_of(self, said: str, salon: Salon) -> str | None:
        service = salon.find_service(said)
        return service.family if service else None

    def _means_already(self, said: str, salon: Salon) -> bool:
        """Whether the word says no more than the wish: a service of it, or its family."""
        wanted = [service for name in self.services if (service := salon.find_service(name))]
        return any(said in {service.id, service.family} for service in wanted)

    @property
    def is_for_others(self) -> bool:
        """Whether it is for somebody else alone: then it takes none of the customer's own time."""
        return self.company is not None and not self.company.with_customer

    @property
    def note(self) -> str:
        """Who comes besides the customer, or in their place, as the salon is told."""
        return self.company.note if self.company is not None else ""

    @property
    def says_clock(self) -> bool:
        """Whether a clock time, a bound or a part of the day is wanted."""
        return any(value is not None for value in (self.time, self.not_before, self.not_after, self.part))

    def without_time(self) -> "Wish":
        """The same with no day and no clock time."""
        return replace(self, day=None, day_to=None, seen=()).without_clock()

    def without_clock(self) -> "Wish":
        """The same with no clock time."""
        return replace(self, time=None, not_before=None, not_after=None, over_by=False, part=None)
