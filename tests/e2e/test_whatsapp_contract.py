"""The real session keeps the promises that the simulated one keeps."""

import asyncio
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from tests.contract import CONTRACT, OLYA
from tests.whatsapp_server import WhatsAppServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(90)]


async def test_the_real_session_keeps_the_contract(server: WhatsAppServer, tmp_path: Path) -> None:
    olga = server.customer("Оля", OLYA.phone)
    kept: list[str] = []

    async def obey(order: str, text: str) -> Any:
        match order:
            case "scan":
                await server.scan(text)
                await server.wait_online()
            case "write":
                await olga.write(text)
            case "screen":
                return [answer.text for answer in olga.answers]
            case "file":
                return b64encode(olga.fetch_file(olga.answers[-1])).decode()
            case "cut":
                server.faults.cut_network()
            case "mend":
                server.faults.heal()
            case "kept":
                kept.append(text)
        return None

    log = tmp_path / "log"
    pipe = asyncio.subprocess.PIPE
    command = server.launch_command("tests.e2e.contract_child", str(tmp_path), server.proxy.url)
    with log.open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=stderr)
    assert process.stdin is not None and process.stdout is not None
    try:
        async for line in process.stdout:
            if line.startswith(b'{"order"'):
                answer = await obey(**json.loads(line))
                process.stdin.write(json.dumps(answer).encode() + b"\n")
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert kept == [promise.__name__ for promise in CONTRACT], log.read_text()
    assert code == 0, log.read_text()
