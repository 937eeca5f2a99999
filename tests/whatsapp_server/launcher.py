"""Run a Python module with the real neonize against the loopback server.

    python -m tests.whatsapp_server.launcher --proxy URL --ca FILE --root-key HEX -- MODULE ARGS...

The module knows nothing of it. The only thing changed is the public key of WhatsApp's certificate root that the Go
library holds in memory. Fail closed: without a proxy on 127.0.0.1 nothing is started.

A Go library reads the environment of exec, not later changes, so the launcher starts itself anew once the variables
are set (seen with neonize 0.5.2).
"""

import argparse
import ctypes
import logging
import os
import re
import runpy
import sys
from pathlib import Path

PINNED_ROOT = bytes.fromhex("142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b")
_READY = "LOOPBACK_WHATSAPP_READY"


def main() -> None:
    """Read the arguments, prepare the process, run the module."""
    arguments = _parse(sys.argv[1:])
    if os.environ.get(_READY) != arguments.proxy:
        _start_anew(arguments.proxy, arguments.ca)
    _replace_root(bytes.fromhex(arguments.root_key))
    module, *rest = arguments.command
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="launcher", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--proxy", required=True, help="the loopback server, http://127.0.0.1:PORT")
    parser.add_argument("--ca", required=True, type=Path, help="the server's certificate authority")
    parser.add_argument("--root-key", required=True, help="the server's Noise root, 64 hex digits")
    parser.add_argument("command", nargs="+", metavar="MODULE ARGS", help="what to run")
    arguments = parser.parse_args(words)
    if not arguments.proxy.startswith("http://127.0.0.1:"):
        parser.error("the proxy must be on 127.0.0.1")
    if len(bytes.fromhex(arguments.root_key)) != 32:
        parser.error("the root key has 32 bytes")
    return arguments


def _start_anew(proxy: str, ca: Path) -> None:
    nobody = dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost")
    proxies = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"), proxy)
    environment = os.environ | proxies | nobody | {_READY: proxy}
    environment |= {"SSL_CERT_FILE": str(ca), "SSL_CERT_DIR": str(ca.parent / "no-other-authorities")}
    os.execve(sys.executable, [sys.executable, "-m", f"{__package__}.launcher", *sys.argv[1:]], environment)


def _replace_root(root: bytes) -> None:
    """Overwrite the pinned key; exits if it is not found exactly once.

    Only the file-backed writable mapping of the library is searched: the anonymous one behind it may hold this
    module's own copy of the key.
    """
    root_logger = logging.getLogger()
    handlers, level = root_logger.handlers[:], root_logger.level
    import neonize

    # Importing neonize configures the root logger; the module to run shall find it untouched.
    root_logger.handlers[:], root_logger.level = handlers, level
    folder = str(Path(neonize.__file__).resolve().parent)
    hits = [
        start + found.start()
        for start, data in _writable_mappings(folder)
        for found in re.finditer(re.escape(PINNED_ROOT), data)
    ]
    if len(hits) != 1:
        sys.exit(f"launcher: found the pinned root key {len(hits)} times in the library, expected once")
    ctypes.memmove(hits[0], root, len(root))


def _writable_mappings(folder: str) -> list[tuple[int, bytes]]:
    mappings = []
    for line in Path("/proc/self/maps").read_text().splitlines():
        span, flags, _, _, _, *path = line.split(maxsplit=5)
        if flags.startswith("rw") and path and path[0].startswith(folder) and path[0].endswith(".so"):
            start, end = (int(text, 16) for text in span.split("-"))
            mappings.append((start, ctypes.string_at(start, end - start)))
    return mappings


if __name__ == "__main__":
    main()
