"""A disk that fails under a running program: strace stands between it and the kernel."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.e2e.program import DEADLINE_S

_WRITING = "write,writev,pwrite64,pwritev,ftruncate,fallocate,fsync,fdatasync,unlink,unlinkat,rename,mkdir"
BOOK = ("wabot.db", "wabot.db-wal")
FILES = (*BOOK, "session.db", "session.db-wal", "session.db-journal", "heard.spool", "heard.bad")


@asynccontextmanager
async def failing_disk(process: int, state: Path, error: str, files: Sequence[str] = FILES) -> AsyncIterator[None]:
    """Until the end of the block each write to these files of a state folder, which can still be read, meets this error
    (EROFS, ENOSPC, EIO).
    """
    paths = [part for name in files for part in ("-P", str(state / name))]
    inject = ("-e", f"trace={_WRITING}", "-e", f"inject={_WRITING}:error={error}")
    strace = await asyncio.create_subprocess_exec(
        *("strace", "-f", "-p", str(process), *paths, *inject, "-o", "/dev/null"),
        stderr=asyncio.subprocess.PIPE,
    )
    assert strace.stderr is not None
    try:
        async with asyncio.timeout(DEADLINE_S):
            while b"attached" not in (line := await strace.stderr.readline()):
                assert line, "strace cannot watch the program"
        yield
    finally:
        if strace.returncode is None:
            strace.send_signal(signal.SIGINT)
        await strace.communicate()
