"""Where the self-contained build begins: what a machine with Python has around it comes out of the folder here."""

import os
import sys
from pathlib import Path
from runpy import run_module
from types import ModuleType

HERE = Path(sys._MEIPASS)  # type: ignore[attr-defined]  # noqa: SLF001 - where PyInstaller puts the folder
# Where Go looks first (crypto/x509/root_linux.go of Go 1.25); OpenSSL's own default is among them on Debian.
SYSTEM_CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def trust_known_authorities() -> None:
    """On a machine that knows no certificate authorities, those in the folder count.

    Go reads the environment as it was when the program began, so the program begins once more.
    """
    if "SSL_CERT_FILE" in os.environ or any(Path(file).exists() for file in SYSTEM_CERTIFICATES):
        return
    own = HERE / "certifi" / "cacert.pem"
    begin = [sys.executable, *sys.argv[1:]]
    os.execve(sys.executable, begin, {**os.environ, "SSL_CERT_FILE": str(own)})  # noqa: S606 - itself


def never_download() -> None:
    """Where versions do not match, neonize fetches its library from the internet; here they do, or it is a fault."""
    module = ModuleType("neonize.download")
    module.__GONEONIZE_VERSION__ = NEONIZE  # type: ignore[attr-defined]

    def download() -> None:
        raise RuntimeError("this build of wabot is damaged: its WhatsApp library has another version; install it again")

    module.download = download  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module


if __name__ == "__main__":
    from importlib.metadata import version

    NEONIZE = version("neonize")
    trust_known_authorities()
    never_download()
    os.environ.setdefault("MAGIC", str(HERE / "magic.mgc"))
    if sys.argv[1:2] == ["-m"]:  # wabot starts a process of its own as `python -m wabot...`
        del sys.argv[:2]
        run_module(sys.argv[0], run_name="__main__")
    else:
        run_module("wabot", run_name="__main__")
