"""What every test may use."""

import os
from pathlib import PurePosixPath

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Nothing a test starts may reach the world: neonize would dial WhatsApp through this proxy, which leads nowhere.
os.environ["HTTPS_PROXY"] = "http://127.0.0.1:9"


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """A file's tests stay together; those with real programs and browsers do so all, as they watch the clock."""

    def _split_scope(self, nodeid: str) -> str:
        file = PurePosixPath(nodeid.partition("::")[0])
        return str(file) if file.parent.name in {"unit", "flows", "dialogues"} else "real programs"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """How the tests are shared out between the processes of `-n`."""
    return Scheduling(config, log)


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio, as wabot does."""
    return "asyncio"
