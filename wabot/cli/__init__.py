"""The commands: arguments in, one function each, an exit code out. Data goes to stdout, words to stderr."""

import sys

import click

from wabot.cli import asking, by_hand, daemon, play
from wabot.cli.group import commands
from wabot.errors import WabotError

__all__ = ["asking", "by_hand", "daemon", "main", "play"]


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
