"""What is asked of the running daemon, over its HTTP API."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import click

from wabot.cli.group import commands, config_option, first_option
from wabot.cli.loop import answer_of
from wabot.config import Reading, load_config


@commands.command()
@config_option
def status(config_path: Path) -> None:
    """Ask the running daemon how it is."""
    from wabot.ops.daemon import ask_daemon

    config = load_config(config_path)
    click.echo(json.dumps(answer_of(ask_daemon, config, "GET", "/health"), indent=2))
    reading = answer_of(ask_daemon, config, "GET", "/api/status")["configuration"]
    for words in Reading(tuple(reading["faults"]), tuple(reading["needs_restart"])).words:
        click.echo(words, err=True)


@commands.command()
@config_option
def connect(config_path: Path) -> None:
    """Let the daemon connect to WhatsApp, also from a state that only a person ends."""
    from wabot.ops.daemon import ask_daemon

    answer = answer_of(ask_daemon, load_config(config_path), "POST", "/api/session/connect")
    click.echo(answer["session"]["state"])


@commands.command()
@config_option
@click.option("--phone", help="Link with a code typed on this phone instead of a QR.")
def pair(config_path: Path, *, phone: str | None) -> None:
    """Link the salon's phone: print a QR, or with --phone a code."""
    from wabot.ops.pairing import drawn, pair_over

    shown = answer_of(pair_over, load_config(config_path), phone)
    if shown.get("pairing_code"):
        click.echo(shown["pairing_code"])
        return
    click.echo("Scan with WhatsApp: Settings > Linked devices > Link a device", err=True)
    click.echo(drawn(shown["qr"]) if sys.stdout.isatty() else shown["qr"])


@commands.command()
@config_option
def unlink(config_path: Path) -> None:
    """Remove wabot from the account's linked devices."""
    from wabot.ops.daemon import ask_daemon

    answer = answer_of(ask_daemon, load_config(config_path), "POST", "/api/session/unlink")
    click.echo(answer["session"]["state"])


@commands.command()
@config_option
@click.argument("phone")
@click.argument("text")
def send(config_path: Path, phone: str, text: str) -> None:
    """Send a message now; prints its id once WhatsApp has it."""
    from wabot.ops.daemon import ask_daemon

    answer = answer_of(ask_daemon, load_config(config_path), "POST", "/send", {"phone": phone, "message": text})
    click.echo(answer["messageId"])


@commands.command()
@config_option
@first_option
@click.option("--days", type=click.IntRange(1, 366), default=7, show_default=True)
@click.option("--json", "json_lines", is_flag=True, help="One JSON object a line.")
def appointments(config_path: Path, *, first: datetime | None, days: int, json_lines: bool) -> None:
    """List the visits in the book."""
    from wabot.ops.book import as_lines, ask_appointments

    found = answer_of(ask_appointments, load_config(config_path), first.date() if first else None, days)
    for line in (json.dumps(visit, ensure_ascii=False) for visit in found) if json_lines else as_lines(found):
        click.echo(line)
    if not found:
        click.echo("no visits", err=True)


@commands.command()
@config_option
@click.argument("staff")
@click.argument("begins", metavar="FROM")
@click.argument("ends", metavar="TO")
@click.option("--reason", default="", help="For the salon; customers never read it.")
def block(config_path: Path, staff: str, begins: str, ends: str, reason: str) -> None:
    """Close time of a staff member: FROM and TO like 2026-11-20T15:00, by the salon's clock. Prints the block's id."""
    from wabot.ops.book import close_time

    closed = answer_of(close_time, load_config(config_path), staff, begins, ends, reason)
    click.echo(closed["id"])


@commands.command("open")
@config_option
@click.argument("when", nargs=-1, required=True, metavar="[STAFF] FROM TO")
@click.option("--reason", default="", help="For the salon; customers never read it.")
def open_(config_path: Path, when: tuple[str, ...], reason: str) -> None:
    """Open time on top of the usual hours, for a staff member or the whole salon. Prints the opening's id.

    FROM and TO like 2026-12-06T10:00, on one day, by the salon's clock.
    """
    from wabot.ops.book import open_time

    *staff, begins, ends = when if len(when) in {2, 3} else _wrong("write [STAFF] FROM TO")
    opened = answer_of(open_time, load_config(config_path), staff[0] if staff else None, begins, ends, reason)
    click.echo(opened["id"])


def _wrong(usage: str) -> NoReturn:
    raise click.UsageError(usage)


@commands.command()
@config_option
def login_link(config_path: Path) -> None:
    """Print a link that logs a person in to the page, once, within ten minutes."""
    from wabot.ops.daemon import ask_daemon

    config = load_config(config_path)
    click.echo(answer_of(ask_daemon, config, "POST", "/api/login-link")["url"])


@commands.command()
@config_option
@click.argument("phone")
def export_customer(config_path: Path, phone: str) -> None:
    """Print all that is kept of a person, as JSON."""
    from wabot.ops.daemon import ask_daemon

    kept = answer_of(ask_daemon, load_config(config_path), "GET", f"/api/customers/{quote(phone)}")
    click.echo(json.dumps(kept, ensure_ascii=False, indent=2))


@commands.command()
@config_option
@click.argument("phone")
def forget_customer(config_path: Path, phone: str) -> None:
    """Forget a person; their visits stay as numbers. Asks at a terminal, as nothing brings it back."""
    from wabot.ops.daemon import ask_daemon

    config = load_config(config_path)
    if sys.stdin.isatty():
        click.confirm(f"Forget all about {phone}, for ever?", abort=True, err=True)
    forgotten = answer_of(ask_daemon, config, "DELETE", f"/api/customers/{quote(phone)}")
    click.echo(f"{forgotten['customer']} is forgotten", err=True)
    if not forgotten["erased"]:
        click.echo("traces may be left in the database's file until the next night: see the log", err=True)
