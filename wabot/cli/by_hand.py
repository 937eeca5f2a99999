"""What needs no daemon: looking at the configuration and the book, backups, a password."""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import anyio
import click

from wabot.cli.group import INSTALLED_CONFIG, commands, config_option, first_option, instant, standard_input
from wabot.cli.loop import answer_of, in_loop
from wabot.config import load_config


@commands.command()
@config_option
def check(config_path: Path) -> None:
    """Validate the configuration and show what it makes of the salon."""
    from wabot.ops.checking import describe

    for line in describe(load_config(config_path)):
        click.echo(line)


@commands.command()
@config_option
@click.option("--service", "service_id", required=True, help="Id of the service.")
@click.option("--staff", "staff_id", help="Only this staff member.")
@first_option
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
    staff = salon.find_staff(staff_id)
    if staff_id and (staff is None or service.id not in staff.services):
        able = ", ".join(person.id for person in salon.who_offers(service.id))
        raise click.UsageError(f'"{staff_id}" does not do {service_id}; these do: {able}')
    now = instant(now_text, salon) if now_text else datetime.now(UTC)
    day = first.date() if first else now.astimezone(salon.timezone).date()
    found = anyio.run(lambda: free_times(salon, state or config.state, service, staff, first=day, days=days, now=now))
    lines = (json.dumps(slot) for slot in as_json(found, salon)) if json_lines else as_lines(found, salon)
    for line in lines:
        click.echo(line)
    if not found:
        click.echo("nothing is free", err=True)


@commands.command()
@config_option
@click.argument("file", type=click.Path(path_type=Path))
def backup(config_path: Path, file: Path) -> None:
    """Back up the book and the link to WhatsApp into FILE, also while the daemon runs."""
    from wabot.ops.backups import back_up

    config = load_config(config_path)
    made = back_up(config.state, file, config.salon.id)
    click.echo(f"{file}: {made.appointments} appointments, {'with' if made.session else 'without'} a link to WhatsApp")


@commands.command()
@config_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--with-session", is_flag=True, help="The link to WhatsApp too; better link the phone anew.")
@click.option("--other-salon", is_flag=True, help="Also the book of a salon with another id.")
@click.option("--if-newer", is_flag=True, help="Only if a newer wabot wrote today's book, after this backup of it.")
def restore(config_path: Path, file: Path, *, with_session: bool, other_salon: bool, if_newer: bool) -> None:
    """Put the book of a backup in place of today's, which is kept. The daemon must not run."""
    from wabot.ops.backups import go_back, told
    from wabot.ops.backups import restore as put_back

    if if_newer and with_session:
        raise click.UsageError("--if-newer leaves the link to WhatsApp as it is")
    config = load_config(config_path)
    salon = "" if other_salon else config.salon.id
    if if_newer:
        restored = go_back(config.state, file)
    else:
        restored = put_back(config.state, file, with_session=with_session, salon=salon)
    if restored is None:
        click.echo("this wabot can read the book: it was left as it is", err=True)
        return
    found, kept = restored
    for line in told(found, datetime.now(UTC), with_session=with_session, is_same_book=if_newer):
        click.echo(line, err=True)
    click.echo(kept)


@commands.command("import")
@config_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only say what would happen; also while the daemon runs.")
@click.option("--staff", "staff_id", help="Whose visits they are, where the file does not say.")
def import_(config_path: Path, file: Path, *, dry_run: bool, staff_id: str | None) -> int:
    """Take over customers and visits from a CSV or ICS file; exit code 1 when a line was refused.

    The daemon must not run, save for --dry-run.
    """
    from wabot.ops.importing import import_file

    config = load_config(config_path)
    staff = config.salon.find_staff(staff_id)
    if staff_id and staff is None:
        there_are = ", ".join(person.id for person in config.salon.staff)
        raise click.UsageError(f'nobody is called "{staff_id}"; there are: {there_are}')
    judged = answer_of(partial(import_file, dry_run=dry_run), config, file, staff, datetime.now(UTC))
    for line in judged:
        click.echo(line.words)
    counted = Counter(line.what for line in judged)
    told = ", ".join(f"{counted[what]} {what}" for what in ("new", "already there", "refused"))
    click.echo(f"{told}; nothing was changed" if dry_run else told, err=True)
    return 1 if counted["refused"] else 0


@commands.command()
@config_option
def doctor(config_path: Path) -> int:
    """See whether all that wabot needs is in order, and what to do where it is not; exit code 1 when there is."""
    from wabot.ops.doctor import examine

    todo = 0

    async def look() -> None:
        nonlocal todo
        async for finding in examine(config_path, datetime.now(UTC), installed=config_path == INSTALLED_CONFIG):
            click.echo(finding)
            todo += finding.todo is not None

    in_loop(look)
    return 1 if todo else 0


@commands.command()
def hash_password() -> None:
    """Ask for a password, and print what goes into `web.password_hash`."""
    from wabot.web.passwords import LEAST, LONGEST, hash_password

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = standard_input().readline().rstrip("\r\n")
    if not LEAST <= len(password) <= LONGEST:
        raise click.UsageError(f"a password has {LEAST} to {LONGEST} characters; this one has {len(password)}")
    click.echo(hash_password(password))
