"""The demo salon, as tests use it."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from wabot.config import Config, load_config

CONFIG_FILE = Path(__file__).parent.parent / "config.toml"
SALON = load_config(CONFIG_FILE).salon
FRIDAY = datetime.fromisoformat("2026-11-20T10:00:00+03:00")
"""Friday, 20 November 2026, ten in the morning at the salon, which has just opened."""


def demo_config(state: Path, config: Config | None = None) -> Config:
    """The demo salon, or another, with its state in `state`, answering at once: no waiting for bursts, no gaps."""
    config = config or load_config(CONFIG_FILE)
    at_once = replace(config.conversation, quiet=timedelta(), quiet_max=timedelta(), replies_per_min=1_000_000)
    web = replace(config.web, port=0)
    return replace(config, state=state, conversation=at_once, min_gap=timedelta(), web=web)
