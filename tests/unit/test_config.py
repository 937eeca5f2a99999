"""config.toml: what is accepted, and how every fault is told."""

from datetime import date
from pathlib import Path

import pytest

from tests.salon import CONFIG_FILE
from wabot.config import load_config, parse_config
from wabot.errors import ConfigError
from wabot.ops.checking import describe
from wabot.types import Lang

DEMO = CONFIG_FILE.read_text(encoding="utf-8")

SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="

SMALLEST = """
[salon]
id = "tiny"
name = "Tiny"
timezone = "Europe/Moscow"
address = "Here 1"
[hours]
mon = ["10:00-20:00"]
tue = []
wed = []
thu = []
fri = []
sat = []
sun = []
[[services]]
id = "cut"
name = "Cut"
length_min = 30
[[staff]]
id = "ann"
name = "Ann"
services = ["cut"]
"""


def faults(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, Path("config.toml"))
    assert caught.value.exit_code == 78
    return [str(fault) for fault in caught.value.faults]


def changed(old: str, new: str, text: str = DEMO) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_the_demo_salon_is_valid() -> None:
    config = load_config(CONFIG_FILE)
    assert config.salon.name[Lang.EN] == "Lavender"
    assert len(config.salon.services) == 11
    assert config.state == CONFIG_FILE.parent / "state"


def test_four_sections_are_enough() -> None:
    config = parse_config(SMALLEST, Path("/etc/wabot/config.toml"))
    assert config.salon.name == {Lang.RU: "Tiny", Lang.EN: "Tiny"}
    assert config.web.host == "127.0.0.1"
    assert str(config.state) == "/etc/wabot/state"


def test_an_empty_file_names_all_that_is_missing() -> None:
    told = "\n".join(faults(""))
    for section in ("[salon]", "[hours]", "[[services]]", "[[staff]]"):
        assert section in told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("step_min = 15", "step_mins = 15", "booking.step_mins: unknown key; did you mean step_min?"),
        ("step_min = 15", "step_min = 7", "booking.step_min: 7 minutes do not divide a day"),
        ("step_min = 15", 'step_min = "15"', "booking.step_min: should be a valid integer"),
        ("[booking]", "[bookings]", "bookings: unknown key; did you mean booking?"),
        ("length_min = 75", "length_min = 0", "services.pedicure.length_min"),
        ('timezone = "Europe/Moscow"', 'timezone = "Moscow"', 'salon.timezone: "Moscow" is not a time zone'),
        ('phones = ["+79160000001"]', 'phones = ["8916"]', "owner.phones.0"),
        ('mon = ["10:00-20:00"]', 'mon = ["10:00-20:00", "19:00-21:00"]', "hours.mon: hours overlap"),
        ('mon = ["10:00-20:00"]', 'mon = ["20:00-10:00"]', "ends before it begins"),
        ('mon = ["10:00-20:00"]', 'mon = ["10-20"]', "is not a stretch of hours"),
        ("to = 2027-01-02", "to = 2026-01-02", "closed[1]"),
        ('["massage", "coloring", "blowdry"]', '["coloring"]', "services.massage: nobody offers it"),
        ('rooms = ["washbasin"]', 'rooms = ["sauna"]', '"sauna" is not in [[rooms]]'),
        ('"педикюрчик"', '"маник"', "already means manicure"),
        ('id = "brows"', 'id = "lashes"', '"lashes" is used twice'),
        ('host = "127.0.0.1"', 'host = "0.0.0.0"', "would show customers to the network"),
        ("allowed_hosts = []", 'allowed_hosts = ["https://salon.example/"]', "no host as a browser names it"),
        ("allowed_hosts = []", 'allowed_hosts = [""]', "no host as a browser names it"),
        ("price = 1500", "price = 1500\nprice_from = 1000", "has both price and price_from"),
        ("# staff_free_min = [45, 75]", "staff_free_min = [45, 300]", "is not a part of its 120 minutes"),
        ("quiet_max_s = 6", "quiet_max_s = 1", "quiet_max_s is less than quiet_s"),
        ('quiet = "21:30-09:00"', 'quiet = "at night"', "reminders.quiet"),
        ('name = { ru = "Маникюр", en = "Manicure" }', 'name = { de = "Maniküre" }', '"de" is not a language'),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_key(old: str, new: str, told: str) -> None:
    found = faults(changed(old, new))
    assert any(told in fault for fault in found), found


def test_all_faults_are_told_at_once() -> None:
    text = changed("step_min = 15", "step_mins = 15")
    text = changed("length_min = 75", 'length_min = "x"', text)
    text = changed('"педикюрчик"', '"маник"', text)
    text = changed('"massage", "coloring"', '"coloring"', text)
    text = changed('mon = ["10:00-20:00"]', 'mon = ["10:00-20:00", "19:00-21:00"]', text)
    assert len(faults(text)) == 5


def test_a_bad_service_is_not_also_called_unknown() -> None:
    found = faults(changed("length_min = 75", 'length_min = "x"'))
    assert len(found) == 1


def test_a_line_that_is_no_toml_is_named() -> None:
    assert "line 1" in faults("this is not toml")[0]


def test_a_missing_file_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config"):
        load_config(tmp_path / "config.toml")


def test_a_password_in_clear_is_no_hash() -> None:
    [fault] = faults(changed('password_hash = ""', 'password_hash = "x"'))
    assert fault == "web.password_hash: it is no hash of a password; write what `wabot hash-password` prints"


@pytest.mark.parametrize("host", ["a..b", ".example", "s" * 64 + ".example"])
def test_a_name_that_no_host_can_have_is_told(host: str) -> None:
    webhook = (
        f'\n[[webhooks]]\nid = "crm"\nurl = "https://{host}/hook"\nsecret = "{SECRET}"\nevents = ["session_state"]\n'
    )
    alerts = changed('alert_url = ""', f'alert_url = "https://{host}/salon"', DEMO + webhook)
    assert faults(alerts) == [
        'owner.alert_url: it is no address; write it like "https://ntfy.example/salon"',
        'webhooks.crm.url: it is no address of a receiver; write it like "https://salon.example/wabot"',
    ]
    config = parse_config(alerts.replace(host, "салон.рф"), Path("config.toml"))
    assert config.alert_url == "https://салон.рф/salon"


def test_what_follows_a_visit_is_told_by_check() -> None:
    on = changed("enabled = false", "enabled = true")
    config = parse_config(
        changed("length_min = 75", "length_min = 75\nrebook_after_days = 35", on), Path("config.toml")
    )
    [told] = [line for line in describe(config) if line.startswith("After a visit")]
    assert told.endswith("thanks 3 h later, an invitation at the usual interval, else pedicure after 35 days")
    assert "After a visit: nothing is sent" in describe(load_config(CONFIG_FILE))
    with_zero = changed("length_min = 75", "length_min = 75\nrebook_after_days = 0")
    assert "services.pedicure.rebook_after_days" in faults(with_zero)[0]


CLOSED_ON_HOLIDAYS = changed('holidays = "open"', 'holidays = "closed"')


def test_public_holidays_are_those_of_the_country() -> None:
    config = parse_config(CLOSED_ON_HOLIDAYS, Path("config.toml"))
    closure = config.salon.closure_on(date(2027, 1, 7))
    assert closure is not None
    assert closure.is_holiday
    assert closure.reason == {Lang.RU: "Рождество Христово", Lang.EN: "Christmas Day"}
    assert config.salon.openings(date(2027, 1, 7), config.salon.staff[2]) == ()
    assert config.salon.openings(date(2030, 6, 12)) == ()
    german = parse_config(CLOSED_ON_HOLIDAYS.replace('country = "RU"', 'country = "DE"'), Path("config.toml"))
    assert german.salon.openings(date(2027, 1, 7))
    assert german.salon.openings(date(2026, 10, 3)) == ()


def test_the_owners_own_reason_comes_before_the_holidays() -> None:
    closure = parse_config(CLOSED_ON_HOLIDAYS, Path("config.toml")).salon.closure_on(date(2027, 1, 1))
    assert closure is not None
    assert closure.reason[Lang.RU] == "новогодние праздники"


def test_a_country_without_known_holidays_is_a_fault() -> None:
    [fault] = faults(CLOSED_ON_HOLIDAYS.replace('country = "RU"', 'country = "TA"'))
    assert fault.startswith("hours.holidays")
    assert "[[closed]]" in fault
