"""Who may look at the page."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request

from tests.salon import FRIDAY
from wabot.clock import ScriptClock
from wabot.errors import StateError
from wabot.web.access import STRIKES, Access, Links, load_token
from wabot.web.allowance import Allowance

HOST = "127.0.0.1:8080"
OURS = f"http://{HOST}"


def access(at: datetime = FRIDAY) -> tuple[Access, ScriptClock]:
    clock = ScriptClock(at)
    return Access("t" * 43, [HOST, "salon.example"], clock, Links(clock), Allowance(clock, STRIKES)), clock


def code(link: str) -> str:
    return link.partition("code=")[2]


def known(guard: Access, **headers: str) -> bool:
    return guard.is_known(make_mocked_request("GET", "/", headers={"Host": HOST, **headers}))


def test_a_link_works_once() -> None:
    guard, _ = access()
    link = code(guard.new_link())
    cookie = guard.use_link(link)
    assert cookie is not None
    assert guard.use_link(link) is None
    assert known(guard, Cookie=f"wabot={cookie}")


def test_a_link_is_valid_for_ten_minutes() -> None:
    guard, clock = access()
    link = code(guard.new_link())
    clock.move_to(FRIDAY + timedelta(minutes=10))
    assert guard.use_link(link) is None


def test_a_cookie_expires_and_cannot_be_forged() -> None:
    guard, clock = access()
    cookie = guard.use_link(code(guard.new_link()))
    assert cookie is not None
    expires, _, signature = cookie.partition(".")
    for forged in (f"{int(expires) + 1}.{signature}", f"{expires}.{'0' * 64}", expires, "", "x.y", "." * 5, "é.ü"):
        assert not known(guard, Cookie=f"wabot={forged}")
    clock.move_to(FRIDAY + timedelta(days=31))
    assert not known(guard, Cookie=f"wabot={cookie}")


def test_programs_show_the_token() -> None:
    guard, _ = access()
    assert known(guard, Authorization=f"Bearer {'t' * 43}")
    for wrong in ("Bearer " + "u" * 43, "Bearer", "t" * 43, "Basic dDp0"):
        assert not known(guard, Authorization=wrong)


@pytest.mark.parametrize(
    ("method", "host", "headers", "passes"),
    [
        ("GET", HOST, {}, True),
        ("GET", "Salon.Example", {}, True),  # names of hosts have no case (RFC 9110)
        ("GET", "evil.example", {}, False),
        ("GET", "127.0.0.1:9999", {}, False),
        ("GET", HOST, {"Sec-Fetch-Site": "cross-site"}, True),  # a link to the page
        ("POST", HOST, {"Origin": OURS}, True),
        ("POST", HOST, {"Origin": OURS, "Sec-Fetch-Site": "same-origin", "Cookie": "wabot=x"}, True),
        ("POST", HOST, {"Sec-Fetch-Site": "same-origin", "Cookie": "wabot=x"}, True),
        ("POST", HOST, {}, True),  # a program
        ("POST", HOST, {"Cookie": "wabot=x"}, False),
        ("DELETE", HOST, {"Cookie": "wabot=x"}, False),
        ("POST", HOST, {"Origin": "http://evil.example"}, False),
        ("POST", HOST, {"Origin": "http://127.0.0.1:9999", "Sec-Fetch-Site": "same-site"}, False),
        ("POST", HOST, {"Origin": "null"}, False),
        ("POST", HOST, {"Origin": OURS, "Sec-Fetch-Site": "same-site"}, False),
        ("POST", HOST, {"Sec-Fetch-Site": "cross-site"}, False),
        ("POST", HOST, {"Sec-Fetch-Site": "none"}, False),
    ],
)
def test_only_requests_meant_for_this_page_pass(
    method: str, host: str, headers: dict[str, str], *, passes: bool
) -> None:
    guard, _ = access()
    assert guard.is_from_here(make_mocked_request(method, "/", headers={"Host": host} | headers)) is passes


def test_the_token_is_made_once_and_kept_private(tmp_path: Path) -> None:
    token = load_token(tmp_path)
    assert len(token) >= 32
    assert load_token(tmp_path) == token
    assert (tmp_path / "token").stat().st_mode & 0o777 == 0o600
    (tmp_path / "token").write_text("\n")
    with pytest.raises(StateError, match="delete it"):
        load_token(tmp_path)
