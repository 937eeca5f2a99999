"""What is heard beside intents and times: who comes, what is not wanted, remarks on what was offered."""

import pytest

from tests.salon import FRIDAY, SALON
from wabot.domain.heard import Company, Heard, Intent, Remark
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
        ("запишите маму на педикюр", Company(others=("мама",))),
        ("запишите подругу Олю на брови", Company(others=("подруга",), name="Олю")),
        ("can you book my mum in for a pedicure", Company(others=("mum",))),
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
