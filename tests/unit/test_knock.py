"""Whether it is worth dialling."""

import pytest

from wabot.whatsapp.knock import answers


@pytest.mark.anyio
@pytest.mark.parametrize(
    "proxy", ["http://127.0.0.1:nine", "http://127.0.0.1:99999", "http://[::1", f"http://{'x' * 64}.example:80"]
)
async def test_an_address_that_is_none_does_not_answer(proxy: str) -> None:
    assert not await answers(proxy)
