"""What is heard beside intents and times: who comes, what is not wanted, remarks on what was offered."""

from datetime import date

import pytest

from tests.salon import FRIDAY, SALON
from wabot.domain.heard import Company, DayPart, Excluded, Heard, Intent, Remark
from wabot.language.listener import Listener

LISTENER = Listener(SALON)


def hear(text: str) -> Heard:
    return LISTENER.hear(text, now=FRIDAY)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("а пораньше?", Remark.EARLIER),
        ("anything later?", Remark.LATER),
        ("нет, давайте другое", Remark.OTHERS),
        ("а в другой день", Remark.OTHER_DAY),
        ("а у другого мастера?", Remark.OTHER_STAFF),
        ("подешевле есть?", Remark.CHEAPER),
        ("сколько это займёт?", Remark.LENGTH),
        ("на ваше усмотрение", Remark.ANY),
        ("а когда ближайшее?", Remark.SOONEST),
        ("как можно скорее", Remark.SOONEST),
        ("what's your earliest?", Remark.SOONEST),
        ("мне когда угодно", Remark.ANY_DAY),
        ("any day after six", Remark.ANY_DAY),
        ("нет, ещё одну", Remark.AGAIN),
        ("another one", Remark.AGAIN),
    ],
)
def test_remarks_on_an_offer(text: str, remark: Remark) -> None:
    assert remark in hear(text).remarks


@pytest.mark.parametrize("text", ["буду позже", "после 5 или попозже", "на час позже", "маникюр завтра в 12"])
def test_what_is_no_remark_on_an_offer(text: str) -> None:
    assert hear(text).remarks == frozenset()


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("мы с подругой на маникюр", Company(others=("подруга",), with_customer=True)),
        ("я и дочка на стрижку", Company(others=("дочь",), with_customer=True)),
        ("мне маникюр, подруге педикюр", Company(others=("подруга",), with_customer=True, apart=True)),
        ("запишите маму на педикюр", Company(others=("мама",), is_named=True)),
        ("запишите подругу Олю на брови", Company(others=("подруга",), name="Оля", is_named=True)),
        ("can you book my mum in for a pedicure", Company(others=("mum",), is_named=True)),
        ("отмените, сына надо забрать из садика", Company(others=("сын",))),
        ("мама посоветовала, запишите меня на маникюр", None),
        ("маникюр у Оли завтра", None),
    ],
)
def test_who_else_the_visit_is_for(text: str, company: Company | None) -> None:
    assert hear(text).company == company


@pytest.mark.parametrize(
    ("text", "dropped", "wanted"),
    [
        ("без массажа", ("massage",), ()),
        ("вместо маникюра гель-лак", ("manicure",), ("gel_manicure",)),
        ("поменяйте маникюр на педикюр", ("manicure",), ("pedicure",)),
        ("replace the manicure with a pedicure", ("manicure",), ("pedicure",)),
        ("отмените педикюр, маникюр оставьте", (), ("pedicure",)),
    ],
)
def test_what_is_not_wanted(text: str, dropped: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    heard = hear(text)
    assert (heard.drops, heard.services) == (dropped, wanted)


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("на следующей неделе, кроме среды", Excluded(weekdays=(2,))),
        ("в любой день, только не в пятницу и субботу", Excluded(weekdays=(4, 5))),
        ("понедельник не предлагайте", Excluded(weekdays=(0,))),
        ("но не утром", Excluded(parts=(DayPart.MORNING,))),
        ("не завтра", Excluded(days=(date(2026, 11, 21),))),
        ("anything but tuesday", Excluded(weekdays=(1,))),
        ("next week, not on monday please", Excluded(weekdays=(0,))),
        ("thursdays don't work", Excluded(weekdays=(3,))),
        ("не к Оле", Excluded()),
    ],
)
def test_days_that_will_not_do(text: str, excluded: Excluded) -> None:
    assert hear(text).excluded == excluded


def test_courtesy_takes_no_offer() -> None:
    assert Remark.ANY not in hear("how much is it, if you don't mind?").remarks


def test_who_is_not_wanted() -> None:
    heard = hear("только не к Ане")
    assert (heard.not_staff, heard.staff) == ("anna", None)


@pytest.mark.parametrize("text", ["а тату делаете?", "запишите на шугаринг", "do you do tattoos?"])
def test_a_service_that_the_salon_has_not(text: str) -> None:
    assert hear(text).unoffered is not None
    assert hear(text).services == ()


def test_leave_it_is_no_cancelling() -> None:
    assert hear("хотя нет, оставьте").intent is Intent.CONFIRM


@pytest.mark.parametrize(
    ("profile", "name"),
    [("Ольга Петрова 🌸", "Ольга"), ("оля", "Оля"), ("Kate", "Kate"), ("Мастер маникюра", None), ("🌸", None)],
)
def test_a_plausible_name_in_a_profile(profile: str, name: str | None) -> None:
    assert LISTENER.first_name(profile) == name
