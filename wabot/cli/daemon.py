"""The daemon itself: on WhatsApp, and on a simulated one."""

import os
import signal
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wabot.cli.group import commands, config_option, config_or_demo, verbose_option
from wabot.cli.loop import in_loop
from wabot.clock import SystemClock
from wabot.config import Config, load_config
from wabot.logs import set_up_logs
from wabot.notify import from_systemd

if TYPE_CHECKING:
    from wabot.web.server import ServedPage


@commands.command()
@config_option
@verbose_option
def run(config_path: Path, *, verbose: bool) -> None:
    """Run the daemon."""
    level = "DEBUG" if verbose else "INFO"
    set_up_logs(level)
    config = load_config(config_path)

    from wabot.app import run_wabot
    from wabot.ops.pairing import show_pairing
    from wabot.whatsapp.connected import open_connected_session

    set_up_logs(level)
    os.dup2(2, 1)  # the WhatsApp library prints to stdout, which is for data
    open_session = partial(
        open_connected_session,
        folder=config.state,
        proxy=config.proxy,
        reject_calls=config.conversation.reject_calls,
        people=config.people,
    )
    read = None  # of a terminal that is closed SIGHUP means the end
    if not sys.stderr.isatty():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until all are ready
        read = partial(load_config, config_path)
    beside = partial(show_pairing, terminal=sys.stderr) if sys.stderr.isatty() else None
    in_loop(
        run_wabot,
        config,
        open_session,
        SystemClock(),
        greet=_greet,
        notifier=from_systemd(),
        read=read,
        beside=beside,
    )


@commands.command()
@config_option
@verbose_option
@click.option("--port", type=click.IntRange(0, 65535), help="Port of the page; 0 is any free one.")
def demo(config_path: Path, *, port: int | None, verbose: bool) -> None:
    """Try it out: the daemon on a simulated WhatsApp, with a customer's phone on the page."""
    from wabot.app import run_wabot
    from wabot.whatsapp.simulated import open_simulated_session

    set_up_logs("DEBUG" if verbose else "INFO")
    config = config_or_demo(config_path)
    if port is not None:
        config = replace(config, web=replace(config.web, port=port))
    with tempfile.TemporaryDirectory(prefix="wabot-demo-") as folder:
        config = replace(config, state=Path(folder) / "state")
        in_loop(run_wabot, config, open_simulated_session, SystemClock(), greet=_greet)


def _greet(config: Config, page: "ServedPage") -> None:
    """Tell a person at a terminal how to open the page; a log never gets a link that logs in."""
    if sys.stderr.isatty():
        click.echo(f"\n  Open {page.login_link()}\n  (once, within ten minutes; state in {config.state})\n", err=True)
    else:
        click.echo(f"page: {page.address} (log in with the token in {config.state / 'token'})", err=True)
