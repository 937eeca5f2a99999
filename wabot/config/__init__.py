"""config.toml: its shape, the rules that cross its sections, and what the program gets from it."""

from wabot.config.adopting import Reading, adoptable
from wabot.config.loading import Config, Web, load_config, parse_config

__all__ = ["Config", "Reading", "Web", "adoptable", "load_config", "parse_config"]
