"""Company: whom a visit is for besides the customer, or in the customer's place."""

from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from wabot.domain.heard import Company
from wabot.language.lexicon import Word
from wabot.language.patterns import is_said
from wabot.language.persons import child_ages

_SHORT = 8  # words of "my friend would like one too"
_BETWEEN = {"whose", "about"}  # words between "my son" and "my daughter"
_BARE = 4  # words of "my friend can't come"
_NEAR = 2  # words between the customer and who comes along: "я и моя дочка", "me and my little daughter"


@dataclass(frozen=True, slots=True)
class _Mention:
    at: int
    who: str
    is_with: bool
    is_to: bool
    is_wishing: bool = False
    is_named: bool = False


def find_company(words: list[Word], name: str | None, *, services: int) -> Company | None:
    """Who else is spoken of as a guest; None when it is the customer alone.

    Somebody who is only spoken of ("мама советовала") is no guest: the form of the word or what stands before it must
    say that the visit is for them, or what stands behind it that they want one. "С подругой" counts where services
    are asked for, "мы с подругой" and "подруга со мной может?" anywhere. "Мне маникюр, маме педикюр" are two guests;
    "мне для мамы маникюр" is one. `services` is how many were named.
    """
    found: list[_Mention] = []
    for at in range(len(words)):
        mention = _mentioned(words, at, has_services=services > 0) or _joined(words, at, found)
        if mention is not None:
            found.append(mention)
    if not found and (child := _child_of_theirs(words)) is not None:
        return Company(others=(child,), name=name)
    if not found:
        return Company(others=(), name=name) if name is not None else None
    found = _each_once(found, words)
    others = tuple(dict.fromkeys(mention.who for mention in found))
    apart = any(one.is_to and (services > 1 or _comes_too(one, words)) for one in found) and _is_for_customer(words)
    apart = apart or (services > 1 and any(one.is_wishing for one in found) and _speaks_of_customer(words))
    apart = apart or (services > 1 and _gets_something_else(words))
    with_customer = apart or any(_with_customer(one, words) for one in found) or _comes_along(found[0], words)
    besides = not with_customer and services == 0 and _is_besides(words)
    is_named = any(one.is_named for one in found)
    return Company(
        others=others,
        name=name,
        with_customer=with_customer or besides,
        apart=apart,
        besides=besides,
        is_named=is_named,
    )


def _child_of_theirs(words: list[Word]) -> str | None:
    """The word for a child who is called by nothing but their age: "my 4 year old needs a trim"."""
    ages = child_ages(words)
    is_theirs = any(any("whose" in word.senses for word in words[max(at - 2, 0) : at]) for at in ages)
    return (
        next((str(word.get("child_aged")) for word in words if "child_aged" in word.senses), None)
        if is_theirs
        else None
    )


def _each_once(found: list[_Mention], words: list[Word]) -> list[_Mention]:
    """Without the child whom the customer comes with, where it is told who that is: "можно с ребёнком? дочке 5 лет"."""
    told = [one for one in found if not one.is_with and words[one.at].get("person") == "kids"]
    return [one for one in found if not (told and one.is_with and words[one.at].get("person") == "kids")]


def _mentioned(words: list[Word], at: int, *, has_services: bool) -> _Mention | None:
    who = words[at].get("companion")
    if not isinstance(who, str):
        return None
    before = at - 1
    while before >= 0 and any(tag in words[before].senses for tag in ("whose", "article")):
        before -= 1
    preceding = words[before] if before >= 0 else None
    is_with = preceding is not None and "together" in preceding.senses
    has_services = has_services or (before > 0 and "me" in words[before - 1].senses)
    is_joined = preceding is not None and preceding.get("join") == "and"
    is_joined = is_joined or (at + 1 < len(words) and words[at + 1].get("join") == "and")
    is_listed = _is_listed(words, before)
    is_for = is_listed or "companion_for" in words[at].senses or (preceding is not None and _gives(preceding))
    is_wishing = (has_services or _is_short(words)) and _wishes(words, at)
    is_wishing = is_wishing or (not has_services and _is_short(words) and _is_too(words, at))
    is_at = preceding is not None and "with_person" in preceding.senses and not is_with
    along = next((word.get("along") for word in words if "along" in word.senses), None)
    if along is not None and not is_at:
        is_theirs = along == "too" and has_services and not _speaks_of_customer(words)  # "can she come too for brows?"
        is_theirs |= has_services and any("they_want" in word.senses for word in words[at:])  # "... she wants brows"
        return _Mention(at, who, is_with=not is_theirs, is_to=False, is_wishing=is_theirs)
    if is_wishing and not (is_with or is_at):
        return _Mention(at, who, is_with=False, is_to=False, is_wishing=True)
    is_child = words[at].get("person") == "kids"  # who may only have to be brought along
    comes = is_with and (has_services or (not is_child and any("coming" in word.senses for word in words)))
    is_next = has_services and before == 0 and is_joined and _gets_service(words, at)
    is_next = is_next or (has_services and is_joined and _is_too(words, at))
    if not (is_for or is_next or (is_joined and _near_customer(words, at)) or comes or _is_changing(words, at)):
        return None
    is_named = (preceding is not None and _gives(preceding)) or _is_refused(words, at)
    return _Mention(at, who, is_with, "companion_to" in words[at].senses or is_named or is_next, is_named=is_named)


def _gets_service(words: list[Word], at: int) -> bool:
    """Whether a service is named right behind them: "and my husband a men's haircut at 12"."""
    behind = next((word for word in words[at + 1 : at + 4] if "article" not in word.senses), None)
    return behind is not None and "service" in behind.tags


def _is_refused(words: list[Word], at: int) -> bool:
    """Whether they are not to come: "дочку не надо"."""
    return at + 1 < len(words) and "no" in words[at + 1].senses and " " in words[at + 1].form


def _is_changing(words: list[Word], at: int) -> bool:
    """Whether it is theirs that is to be changed: "сестра не сможет, отмените её", "мама просит попозже на час",
    "my husband is late, move him to 5".
    """
    behind = words[at + 1 : at + 3]
    is_unable = any({"unable", "they_cannot"} & word.senses.keys() for word in behind)
    wants = any("they_want" in word.senses for word in behind)
    is_them = any({"cancel", "move"} & one.senses.keys() and "them" in other.senses for one, other in pairwise(words))
    return (
        is_them
        or (is_unable and (sum(map(is_said, words)) <= _BARE or any("cancel" in word.senses for word in words)))
        or (wants and any({"cancel", "move", "shift"} & word.senses.keys() for word in words))
    )


def _wishes(words: list[Word], at: int) -> bool:
    """Whether they want something themselves: "муж тоже хочет", "my sister needs"."""
    behind = list(takewhile(is_said, words[at + 1 : at + 4]))
    return any("they_want" in word.senses for word in behind) and not any("me" in word.senses for word in behind)


def _is_too(words: list[Word], at: int) -> bool:
    """Whether they want what was spoken of: "my daughter too", "дочка тоже"."""
    return at + 1 < len(words) and _is_also(words[at + 1])


def _is_also(word: Word) -> bool:
    return "adds" in word.senses or "too" in word.senses


def _is_short(words: list[Word]) -> bool:
    """Whether no more is said than that they want to come too: "подруга тоже хочет"."""
    return sum(map(is_said, words)) <= _SHORT and any(map(_is_also, words))


def _comes_too(mention: _Mention, words: list[Word]) -> bool:
    """Whether they are named besides the customer: "мне маникюр и маме", "мне маникюр, маме тоже"."""
    before = words[max(mention.at - 3, 0) : mention.at]
    behind = words[mention.at + 1 : mention.at + 3]
    is_joined = any(word.get("join") == "and" for word in before)
    return is_joined or any("adds" in word.senses for word in (*before, *behind))


def _joined(words: list[Word], at: int, found: list[_Mention]) -> _Mention | None:
    """Who is named right behind a guest: "for my son and daughter"."""
    who = words[at].get("companion")
    if not (found and isinstance(who, str)):
        return None
    between = words[found[-1].at + 1 : at]
    is_joined = any(word.get("join") == "and" for word in between)
    is_near = all(word.get("join") == "and" or _BETWEEN & word.senses.keys() or not is_said(word) for word in between)
    return replace(found[-1], at=at, who=who) if is_joined and is_near else None


def _is_besides(words: list[Word]) -> bool:
    """Whether they come to what the customer has asked for: "и мужу", "and for my husband", "маме тоже"."""
    if any(sense in word.senses for word in words for sense in ("book", "cancel", "move", "me", "visit")):
        return False
    is_joined = words[0].get("join") in {"and", "but"}
    return is_joined or any(map(_is_also, words[1:]))


def _is_listed(words: list[Word], comma: int) -> bool:
    """Whether a list goes on there that begins with the customer: "for me, my son and my wife"."""
    begins = comma > 0 and words[comma].form == "," and "me" in words[comma - 1].senses
    return begins and any(word.get("join") == "and" for word in words[comma : comma + 5])


def _gives(word: Word) -> bool:
    return any(sense in word.senses for sense in ("for_whom", "book", "cancel", "move"))


def _with_customer(mention: _Mention, words: list[Word]) -> bool:
    """Whether the customer comes too: "с мамой", "я и мама", "мне маникюр, маме педикюр", "меня, мужа и сына"."""
    before = mention.at - 1 - ("whose" in words[mention.at - 1].senses)
    if mention.is_with or _near_customer(words, mention.at) or _is_listed(words, before):
        return True
    return any(
        "me" in word.senses and before.get("join") == "and" and not _begins_clause(words, at)
        for at, (before, word) in enumerate(pairwise(words), start=1)
    )


def _gets_something_else(words: list[Word]) -> bool:
    """Whether the customer is named last with a service of their own: "сына подстричь и мне маникюр"."""
    return any(
        "me" in word.senses and before.get("join") == "and" and any("service" in one.tags for one in words[at : at + 3])
        for at, (before, word) in enumerate(pairwise(words), start=2)
    )


def _comes_along(first: _Mention, words: list[Word]) -> bool:
    """Whether the customer has asked for something before anybody else was named: "хочу подстричься и сына тоже"."""
    before = list(words[: first.at])
    while before and any(tag in before[-1].senses for tag in ("whose", "article", "for_whom")):
        before.pop()
    if first.is_wishing or not before or before.pop().get("join") != "and":
        return False
    is_asked = any("service" in word.tags for word in before)
    is_own = any(tag in word.senses for word in before for tag in ("me", "want", "customer_did"))
    return is_asked and (is_own or _is_too(words, first.at))


def _begins_clause(words: list[Word], at: int) -> bool:
    """Whether the customer there does something else: "and I was thinking", "и я хотела бы"."""
    following = words[at + 1] if at + 1 < len(words) else None
    says_more = following is not None and following.kind == "word" and "adds" not in following.senses
    return says_more and "me_does" in words[at].senses


def _is_for_customer(words: list[Word]) -> bool:
    """Whether something is said to be for the customer: "мне маникюр", "a manicure for me"."""
    given = any("me" in word.senses and "for_whom" in before.senses for before, word in pairwise(words))
    return given or any("me_to" in word.senses for word in words)


def _speaks_of_customer(words: list[Word]) -> bool:
    """Whether the customer is named at all: "муж хочет подстричься, а я на окрашивание"."""
    return any("me" in word.senses for word in words)


def _near_customer(words: list[Word], at: int) -> bool:
    """Whether the customer is named beside them, joined by "and"."""
    for place, word in enumerate(words):
        if "me" in word.senses and place != at and abs(place - at) <= _NEAR + 1:
            between = words[min(place, at) + 1 : max(place, at)]
            if any(one.get("join") == "and" for one in between):
                return True
    return False
