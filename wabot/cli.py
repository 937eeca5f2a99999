"""The commands: arguments in, one function each, an exit code out. Data goes to stdout, words to stderr."""

import io
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeVar

import anyio
import click

from wabot import __version__
from wabot.clock import ScriptClock, SystemClock
from wabot.config import Config, load_config, parse_config
from wabot.errors import WabotError
from wabot.logs import set_up_logs
from wabot.notify import from_systemd

if TYPE_CHECKING:
    from wabot.domain.salon import Salon
    from wabot.web.server import ServedPage

T = TypeVar("T")
DEFAULT_CONFIG = Path("config.toml")
INSTALLED_CONFIG = Path("/etc/wabot/config.toml")


def _installed(_context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    """The installed configuration, where none was named and none lies here."""
    return INSTALLED_CONFIG if path == DEFAULT_CONFIG and not path.exists() and INSTALLED_CONFIG.exists() else path


config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    default=DEFAULT_CONFIG,
    callback=_installed,
    help=f"Default: config.toml here, or else {INSTALLED_CONFIG}",
)
verbose_option = click.option("--verbose", is_flag=True, help="Log everything, message texts too.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wabot", message="%(prog)s %(version)s")
def commands() -> None:
    """The WhatsApp receptionist of a small salon."""


def main() -> None:
    """Entry point of the `wabot` command."""
    try:
        code = commands.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except WabotError as error:
        click.echo(f"wabot: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has had enough
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)


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
    beside = partial(show_pairing, terminal=sys.stderr) if sys.stderr.isatty() else None
    _in_loop(run_wabot, config, open_session, SystemClock(), greet=_greet, notifier=from_systemd(), beside=beside)


@commands.command()
@config_option
@verbose_option
@click.option("--port", type=click.IntRange(0, 65535), help="Port of the page; 0 is any free one.")
def demo(config_path: Path, *, port: int | None, verbose: bool) -> None:
    """Try it out: the daemon on a simulated WhatsApp, with a customer's phone on the page."""
    from wabot.app import run_wabot
    from wabot.whatsapp.simulated import open_simulated_session

    set_up_logs("DEBUG" if verbose else "INFO")
    config = _config_or_demo(config_path)
    if port is not None:
        config = replace(config, web=replace(config.web, port=port))
    with tempfile.TemporaryDirectory(prefix="wabot-demo-") as folder:
        config = replace(config, state=Path(folder) / "state")
        _in_loop(run_wabot, config, open_simulated_session, SystemClock(), greet=_greet)


@commands.command()
@config_option
@click.option("--jsonl", is_flag=True, help="A script of JSON lines on stdin; one line out for each.")
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), help="Keep the book in this folder.")
@click.option("--now", "now_text", help="The time at the beginning, ISO 8601.")
def chat(config_path: Path, *, jsonl: bool, state: Path | None, now_text: str | None) -> None:
    """Play a customer in the terminal. Without --state, nothing is kept."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # so that the temporary folder is removed
    set_up_logs("WARNING")
    config = _config_or_demo(config_path)
    stdin = _stdin()
    with tempfile.TemporaryDirectory(prefix="wabot-chat-") as folder:
        config = replace(config, state=state.absolute() if state else Path(folder) / "state")
        now = _instant(now_text, config.salon) if now_text else None
        _in_loop(_play_script if jsonl else _play_by_hand, config, now, stdin)


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

    config = _config_or_demo(config_path)
    stdin = _stdin()
    for line in understood(config.salon, stdin):
        click.echo(json.dumps(line, ensure_ascii=False))
        sys.stdout.flush()


@commands.command()
@config_option
@click.option("--service", "service_id", required=True, help="Id of the service.")
@click.option("--staff", "staff_id", help="Only this staff member.")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day; today if not given.")
@click.option("--days", type=click.IntRange(1, 366), default=7, show_default=True)
@click.option("--now", "now_text", help="As if it were this time, ISO 8601.")
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), help="Folder with the book.")
@click.option("--json", "json_lines", is_flag=True, help="One JSON object a line.")
def slots(
    config_path: Path,
    *,
    service_id: str,
    staff_id: str | None,
    first: datetime | None,
    days: int,
    now_text: str | None,
    state: Path | None,
    json_lines: bool,
) -> None:
    """List free times."""
    from wabot.ops.free_times import as_json, as_lines, free_times

    config = load_config(config_path)
    salon = config.salon
    service = salon.find_service(service_id)
    if service is None:
        raise click.UsageError(f'no service "{service_id}"; there are: {", ".join(s.id for s in salon.services)}')
    staff = salon.find_staff(staff_id) if staff_id else None
    if staff_id and (staff is None or service.id not in staff.services):
        able = ", ".join(person.id for person in salon.who_offers(service.id))
        raise click.UsageError(f'"{staff_id}" does not do {service_id}; these do: {able}')
    now = _instant(now_text, salon) if now_text else datetime.now(UTC)
    day = first.date() if first else now.astimezone(salon.timezone).date()
    found = anyio.run(lambda: free_times(salon, state or config.state, service, staff, first=day, days=days, now=now))
    lines = (json.dumps(slot) for slot in as_json(found, salon)) if json_lines else as_lines(found, salon)
    for line in lines:
        click.echo(line)
    if not found:
        click.echo("nothing is free", err=True)


@commands.command()
@config_option
def check(config_path: Path) -> None:
    """Validate the configuration and show what it makes of the salon."""
    from wabot.ops.checking import describe

    for line in describe(load_config(config_path)):
        click.echo(line)


@commands.command()
@config_option
def status(config_path: Path) -> None:
    """Ask the running daemon how it is."""
    from wabot.ops.daemon import ask_daemon

    config = load_config(config_path)
    click.echo(json.dumps(_answer(ask_daemon, config, "GET", "/health"), indent=2))


@commands.command()
@config_option
def connect(config_path: Path) -> None:
    """Let the daemon connect to WhatsApp, also from a state that only a person ends."""
    from wabot.ops.daemon import ask_daemon

    answer = _answer(ask_daemon, load_config(config_path), "POST", "/api/session/connect")
    click.echo(answer["session"]["state"])


@commands.command()
@config_option
@click.option("--phone", help="Link with a code typed on this phone instead of a QR.")
def pair(config_path: Path, *, phone: str | None) -> None:
    """Link the salon's phone: print a QR, or with --phone a code."""
    from wabot.ops.pairing import drawn, pair_over

    shown = _answer(pair_over, load_config(config_path), phone)
    if shown.get("pairing_code"):
        click.echo(shown["pairing_code"])
        return
    click.echo("Scan with WhatsApp: Settings > Linked devices > Link a device", err=True)
    click.echo(drawn(shown["qr"]) if sys.stdout.isatty() else shown["qr"])


@commands.command()
@config_option
@click.argument("phone")
@click.argument("text")
def send(config_path: Path, phone: str, text: str) -> None:
    """Send a message now; prints its id once WhatsApp has it."""
    from wabot.ops.daemon import ask_daemon

    answer = _answer(ask_daemon, load_config(config_path), "POST", "/send", {"phone": phone, "message": text})
    click.echo(answer["messageId"])


@commands.command()
@config_option
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day; today if not given.")
@click.option("--days", type=click.IntRange(1, 366), default=7, show_default=True)
@click.option("--json", "json_lines", is_flag=True, help="One JSON object a line.")
def appointments(config_path: Path, *, first: datetime | None, days: int, json_lines: bool) -> None:
    """List the visits in the book."""
    from wabot.ops.book import as_lines, ask_appointments

    found = _answer(ask_appointments, load_config(config_path), first.date() if first else None, days)
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

    closed = _answer(close_time, load_config(config_path), staff, begins, ends, reason)
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
    opened = _answer(open_time, load_config(config_path), staff[0] if staff else None, begins, ends, reason)
    click.echo(opened["id"])


@commands.command()
@config_option
def unlink(config_path: Path) -> None:
    """Remove wabot from the account's linked devices."""
    from wabot.ops.daemon import ask_daemon

    answer = _answer(ask_daemon, load_config(config_path), "POST", "/api/session/unlink")
    click.echo(answer["session"]["state"])


@commands.command()
@config_option
def login_link(config_path: Path) -> None:
    """Print a link that logs a person in to the page, once, within ten minutes."""
    from wabot.ops.daemon import ask_daemon

    config = load_config(config_path)
    click.echo(_answer(ask_daemon, config, "POST", "/api/login-link")["url"])


@commands.command()
@config_option
@click.argument("file", type=click.Path(path_type=Path))
def backup(config_path: Path, file: Path) -> None:
    """Back up the book and the link to WhatsApp into FILE, also while the daemon runs."""
    from wabot.ops.backups import back_up

    made = back_up(load_config(config_path).state, file)
    click.echo(f"{file}: {made.appointments} appointments, {'with' if made.session else 'without'} a link to WhatsApp")


@commands.command()
@config_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--with-session", is_flag=True, help="The link to WhatsApp too; better link the phone anew.")
def restore(config_path: Path, file: Path, *, with_session: bool) -> None:
    """Put the book of a backup in place of today's, which is kept. The daemon must not run."""
    from wabot.ops.backups import restore as put_back
    from wabot.ops.backups import told

    state = load_config(config_path).state
    found, kept = put_back(state, file, with_session=with_session)
    for line in told(found, datetime.now(UTC), with_session=with_session):
        click.echo(line, err=True)
    click.echo(kept)


@commands.command()
def hash_password() -> None:
    """Ask for a password, and print what goes into `web.password_hash`."""
    from wabot.web.passwords import LEAST, LONGEST, hash_password

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = _stdin().readline().rstrip("\r\n")
    if not LEAST <= len(password) <= LONGEST:
        raise click.UsageError(f"a password has {LEAST} to {LONGEST} characters; this one has {len(password)}")
    click.echo(hash_password(password))


def _wrong(usage: str) -> NoReturn:
    raise click.UsageError(usage)


def _stdin() -> TextIO:
    """Standard input as UTF-8; bytes that are not become question marks, for the reader of a line to refuse."""
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")


def _config_or_demo(path: Path) -> Config:
    """The configuration; wabot's own salon when none was named and there is none here."""
    if path == DEFAULT_CONFIG and not path.exists():
        text = files("wabot.config").joinpath("demo.toml").read_text(encoding="utf-8")
        return parse_config(text, path.absolute())
    return load_config(path)


def _instant(text: str, salon: "Salon") -> datetime:
    """An ISO 8601 time; without an offset it is the salon's wall time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f'"{text}" is not a time; write it like 2026-11-20T10:00:00+03:00') from None
    return at if at.tzinfo else at.replace(tzinfo=salon.timezone)


def _greet(config: Config, page: "ServedPage") -> None:
    """Tell a person at a terminal how to open the page; a log never gets a link that logs in."""
    if sys.stderr.isatty():
        click.echo(f"\n  Open {page.login_link()}\n  (once, within ten minutes; state in {config.state})\n", err=True)
    else:
        click.echo(f"page: {page.address} (log in with the token in {config.state / 'token'})", err=True)


def _answer(ask: Callable[..., Coroutine[Any, Any, T]], *args: Any) -> T:
    answers: list[T] = []

    async def call() -> None:
        answers.append(await ask(*args))

    _in_loop(call)
    return answers[0]


def _in_loop(function: Callable[..., Coroutine[Any, Any, None]], *args: Any, **named: Any) -> None:
    """Run on asyncio; of the errors that end it, ours is the one to tell."""

    async def call() -> None:
        await function(*args, **named)

    try:
        anyio.run(call)
    except BaseExceptionGroup as group:
        ours = group.subgroup((WabotError, BrokenPipeError))
        if ours is None:
            raise
        raise _first(ours) from None


def _first(group: BaseException) -> BaseException:
    return _first(group.exceptions[0]) if isinstance(group, BaseExceptionGroup) else group
