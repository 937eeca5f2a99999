"""Trying it out in the terminal: talking to it, and seeing what it hears."""

import json
import signal
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

import click

from wabot.cli.group import commands, config_option, config_or_demo, instant, standard_input
from wabot.cli.loop import in_loop
from wabot.clock import ScriptClock, SystemClock
from wabot.config import Config
from wabot.logs import set_up_logs


@commands.command()
@config_option
@click.option("--jsonl", is_flag=True, help="A script of JSON lines on stdin; one line out for each.")
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), help="Keep the book in this folder.")
@click.option("--now", "now_text", help="The time at the beginning, ISO 8601.")
def chat(config_path: Path, *, jsonl: bool, state: Path | None, now_text: str | None) -> None:
    """Play a customer in the terminal. Without --state, nothing is kept."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # so that the temporary folder is removed
    set_up_logs("WARNING")
    config = config_or_demo(config_path)
    stdin = standard_input()
    with tempfile.TemporaryDirectory(prefix="wabot-chat-") as folder:
        config = replace(config, state=state.absolute() if state else Path(folder) / "state")
        now = instant(now_text, config.salon) if now_text else None
        in_loop(_play_script if jsonl else _play_by_hand, config, now, stdin)


async def _play_script(config: Config, now: datetime | None, stdin: TextIO) -> None:
    from wabot.app import open_wabot
    from wabot.ops.chat import Script, find_beginning, play_script
    from wabot.ops.lines import read_lines
    from wabot.whatsapp.simulated import open_simulated_session

    lines = read_lines(stdin)
    first, said = await find_beginning(lines)
    clock = ScriptClock(now or said or datetime.now(UTC))
    async with open_wabot(_at_once(config), open_simulated_session, clock) as wabot:
        script = Script(config.salon, wabot.database, wabot.session, clock, wabot.next_moment)
        await play_script(script, first, lines, sys.stdout)


async def _play_by_hand(config: Config, now: datetime | None, stdin: TextIO) -> None:
    from wabot.app import open_wabot
    from wabot.ops.chat import play_by_hand
    from wabot.ops.lines import read_lines
    from wabot.whatsapp.simulated import open_simulated_session

    clock = ScriptClock(now) if now else SystemClock()
    click.echo(f"{config.salon.name[config.salon.language]}: write as a customer would. Ctrl-D ends.", err=True)
    async with open_wabot(_at_once(config), open_simulated_session, clock) as wabot:
        await play_by_hand(wabot.session, wabot.database, clock, read_lines(stdin), sys.stdout)


def _at_once(config: Config) -> Config:
    """The same without manners: no waiting for bursts, no gaps between messages, no more-than-so-many a minute."""
    conversation = replace(config.conversation, quiet=timedelta(), quiet_max=timedelta(), replies_per_min=1_000_000)
    return replace(config, conversation=conversation, min_gap=timedelta())


@commands.command()
@config_option
@click.option("--jsonl", is_flag=True, required=True, help="JSON lines on stdin; one line out for each.")
def understand(config_path: Path, *, jsonl: bool) -> None:  # noqa: ARG001 - the only form there is
    """Show what is heard in each phrase."""
    from wabot.ops.understanding import understood

    config = config_or_demo(config_path)
    stdin = standard_input()
    for line in understood(config.salon, stdin):
        click.echo(json.dumps(line, ensure_ascii=False))
        sys.stdout.flush()
