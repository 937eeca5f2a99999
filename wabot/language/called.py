"""Who is called by name in a message: the customer, somebody else, or somebody who does not work here."""

from collections.abc import Collection
from dataclasses import dataclass

from wabot.language.lexicon import Word
from wabot.language.names import Named, Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Names as written. `own` is the customer's; others are somebody's spoken of (`theirs`), somebody's whom a visit is
    for (`booked`) or a guest's.

    `bare` is a name that is the whole message, `unknown` what may be one, `stranger` a person asked for whom nobody
    knows.
    """

    own: Named | None
    theirs: Named | None
    booked: Named | None
    guest: Named | None
    bare: str | None
    unknown: str | None
    stranger: str | None

    @property
    def any_said(self) -> Named | None:
        """The name that stands for the message, where it is not that of a guest only."""
        return self.own or self.theirs or self.booked

    @property
    def another(self) -> str | None:
        """The name of whom the visit is for besides the customer, or in the customer's place."""
        found = self.guest or self.theirs or self.booked
        return found[0] if found else None

    @property
    def as_name(self) -> str | None:
        """The customer's name, else that of somebody whom a visit is for."""
        if self.own is not None:
            return self.own[0]
        return None if self.guest or self.theirs else self.another


def find_called(names: Names, words: list[Word], staff: Collection[str]) -> Called:
    """`staff` are the forms of the names of those who work here."""
    own, theirs = names.find(words, staff), None
    booked = names.find_booked(words, staff)
    if own is not None and _is_companion(words, own[1]):  # "это жене", and no Женя
        own = None
    if own is None and booked is None:
        own = names.find_signed(words, staff)
    if own is not None and _is_not_own(words, own[1]):
        own, theirs = names.find(words, staff, since=own[1].stop), own
    else:
        theirs = names.find_aged(words, staff)
    return Called(
        own=own,
        theirs=theirs,
        booked=booked,
        guest=names.find_guest(words, staff),
        bare=names.find_bare(words, staff),
        unknown=names.find_unknown(words),
        stranger=names.find_stranger(words, staff),
    )


def _is_companion(words: list[Word], places: range) -> bool:
    return any("companion" in words[at].senses and words[at].raw.islower() for at in places)


def _is_not_own(words: list[Word], places: range) -> bool:
    """Whether the name there is somebody else's: "ее зовут Соня", "это Миша, ему 5", "his name is Leo"."""
    before = words[max(0, places.start - 1) : places.start]
    is_told = any("not_own" in word.senses for word in (*before, *(words[at] for at in places)))
    is_aged = any("aged" in word.senses or "years" in word.senses for word in words)
    return is_told or (is_aged and not any("me" in words[at].senses for at in places))
