"""Work that is done by a process of its own."""

import asyncio


async def run_child(*command: str, within_s: float) -> str:
    """What the program prints until its end. OSError, with its last words, when it fails; none outlives its deadline.

    It gets no input. If the caller is cancelled, it is killed.
    """
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(within_s):
            printed, words = await process.communicate()
    except TimeoutError:
        raise OSError(f"it took longer than {within_s:.0f} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise OSError(words.decode(errors="replace").strip()[-300:] or f"it ended with {process.returncode}")
    return printed.decode(errors="replace")
