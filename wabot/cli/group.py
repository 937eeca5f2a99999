"""What all commands share: their group, the configuration they name, what they read."""

import io
import sys
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from wabot import __version__
from wabot.config import Config, load_config, parse_config
from wabot.domain.walltime import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from wabot.domain.salon import Salon

DEFAULT_CONFIG = Path("config.toml")
INSTALLED_CONFIG = Path("/etc/wabot/config.toml")


def _of_the_book(_context: click.Context, _parameter: click.Parameter, at: datetime | None) -> datetime | None:
    """click.UsageError for a year in which nothing is booked."""
    if at is not None:
        _check_year(at)
    return at


def _check_year(at: datetime) -> None:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise click.UsageError(f"{at.year} is no year of the book; it has {FIRST_YEAR} to {LAST_YEAR}")


first_option = click.option(
    "--from",
    "first",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_of_the_book,
    help="First day; today if not given.",
)


def _installed(_context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    """The installed configuration, where none was named and none lies here."""
    return INSTALLED_CONFIG if path == DEFAULT_CONFIG and not path.exists() and INSTALLED_CONFIG.exists() else path


config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, readable=False),  # what is wrong with the file is told with its cause
    default=DEFAULT_CONFIG,
    callback=_installed,
    help=f"Default: config.toml here, or else {INSTALLED_CONFIG}",
)
verbose_option = click.option("--verbose", is_flag=True, help="Log everything, message texts too.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wabot", message="%(prog)s %(version)s")
def commands() -> None:
    """The WhatsApp receptionist of a small salon."""


def config_or_demo(path: Path) -> Config:
    """The configuration; wabot's own salon when none was named and there is none here."""
    if path == DEFAULT_CONFIG and not path.exists():
        text = files("wabot.config").joinpath("demo.toml").read_text(encoding="utf-8")
        return parse_config(text, path.absolute())
    return load_config(path)


def standard_input() -> TextIO:
    """Standard input as UTF-8; bytes that are not become question marks, for the reader of a line to refuse."""
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")


def instant(text: str, salon: "Salon") -> datetime:
    """An ISO 8601 time; without an offset it is the salon's wall time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f'"{text}" is not a time; write it like 2026-11-20T10:00:00+03:00') from None
    _check_year(at)
    return at if at.tzinfo else at.replace(tzinfo=salon.timezone)
