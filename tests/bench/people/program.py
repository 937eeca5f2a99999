"""`wabot chat --jsonl` as a process."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass
class Program:
    """One line in, one line out."""

    process: subprocess.Popen[str]

    def tell(self, **line: object) -> dict[str, Any]:
        """The output line for one input line."""
        assert self.process.stdin is not None and self.process.stdout is not None
        print(json.dumps(line), file=self.process.stdin, flush=True)
        text = self.process.stdout.readline()
        if not text:
            raise RuntimeError(f"the program ended (exit code {self.process.wait()}) instead of answering")
        answer: dict[str, Any] = json.loads(text)
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer


@contextmanager
def open_program() -> Iterator[Program]:
    """The whole program in a folder without a configuration: it plays its demo salon."""
    command = [sys.executable, "-m", "wabot", "chat", "--jsonl"]
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryDirectory(prefix="wabot-people-") as folder,
        subprocess.Popen(command, cwd=folder, text=True, stdin=pipe, stdout=pipe) as process,
    ):
        yield Program(process)
