"""Work that is done by a process of its own."""

from subprocess import DEVNULL

import anyio


async def run_child(*command: str, within_s: float) -> str:
    """What the program prints until its end. OSError, with its last words, when it fails; none outlives its deadline.

    It gets no input. If the caller is cancelled, it is killed.
    """
    try:
        with anyio.fail_after(within_s):
            done = await anyio.run_process(command, stdin=DEVNULL, check=False)
    except TimeoutError:
        raise OSError(f"it took longer than {within_s:.0f} s") from None
    if done.returncode != 0:
        words = done.stderr.decode(errors="replace").strip()
        raise OSError(words[-300:] or f"it ended with {done.returncode}")
    return done.stdout.decode(errors="replace")
