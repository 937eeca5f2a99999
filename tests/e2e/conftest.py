from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.whatsapp_server import WhatsAppServer, open_server


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[WhatsAppServer]:
    """The loopback WhatsApp; in the end nobody has broken the protocol or asked for another host."""
    async with open_server(tmp_path / "authority") as running:
        yield running
        assert running.post.complaints == []
        assert running.queries.unknown == []
        assert running.proxy.refused_hosts == []
