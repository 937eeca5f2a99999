"""The build, unpacked once where there is nothing else."""

from pathlib import Path

import pytest

from tests.deploy.bare import BareRoot, make_bare_root
from tests.deploy.releases import built, make_later, unpack


@pytest.fixture(scope="session")
def installer() -> Path:
    """What systemd/build.sh made."""
    return built()


@pytest.fixture(scope="session")
def later(installer: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release that could follow it."""
    return make_later(installer, tmp_path_factory.mktemp("later") / "later.run")


@pytest.fixture(scope="session")
def bare(installer: Path, tmp_path_factory: pytest.TempPathFactory) -> BareRoot:
    """A root with the release in /opt/wabot/current, as the installer leaves it, and nothing else."""
    root = make_bare_root(tmp_path_factory.mktemp("bare") / "root", tools=["sh"])  # neonize asks a shell where it is
    release = root.path / "opt" / "wabot" / "current"
    release.mkdir(parents=True)
    unpack(installer, release)
    return root
