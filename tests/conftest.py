"""What every test may use."""

import os
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Nothing a test starts may reach the world: neonize would dial WhatsApp through this proxy, which leads nowhere.
os.environ["HTTPS_PROXY"] = "http://127.0.0.1:9"

# The same examples each time: a change is judged by what it changes. `--hypothesis-profile=default` draws new ones.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """A file's tests stay together; so do all with real programs, and all with browsers, as they watch the clock."""

    def _split_scope(self, nodeid: str) -> str:
        file = PurePosixPath(nodeid.partition("::")[0])
        return str(file.parent) if file.parent.name in {"e2e", "browser"} else str(file)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The folder that needs a build is left out, unless it is named."""
    is_named = any("deploy" in Path(argument).parts for argument in config.args)
    return True if collection_path.name == "deploy" and not is_named else None


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """How the tests are shared out between the processes of `-n`."""
    return Scheduling(config, log)


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio, as wabot does."""
    return "asyncio"
