"""`python -m wabot`, and the `wabot` command."""

import signal


def main() -> None:
    """Run the command. Until a command takes care of Ctrl-C itself, it just ends the process, without a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from wabot.cli import main as run_command

    run_command()


if __name__ == "__main__":
    main()
