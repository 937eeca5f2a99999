"""config.toml: its shape, the rules that cross its sections, and what the program gets from it."""

from wabot.config.loading import Config, Web, load_config, parse_config

__all__ = ["Config", "Web", "load_config", "parse_config"]
