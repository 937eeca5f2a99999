"""What every test may use."""

import os

import pytest

# Nothing a test starts may reach the world: neonize would dial WhatsApp through this proxy, which leads nowhere.
os.environ["HTTPS_PROXY"] = "http://127.0.0.1:9"


def pytest_itemcollected(item: pytest.Item) -> None:
    """A file's tests stay together; those with real programs and browsers do so all, as they watch the clock."""
    folder = item.path.parent.name
    group = item.path.name if folder in {"unit", "flows", "dialogues"} else "real programs"
    item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio, as wabot does."""
    return "asyncio"
