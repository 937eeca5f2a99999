"""What every test may use."""

import os

import pytest

# Nothing a test starts may reach the world: neonize would dial WhatsApp through this proxy, which leads nowhere.
os.environ["HTTPS_PROXY"] = "http://127.0.0.1:9"


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio, as wabot does."""
    return "asyncio"
