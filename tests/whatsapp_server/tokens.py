"""The dictionary of WhatsApp's binary nodes (version 3), read from the pywhats package.

Only that package's table is loaded: importing pywhats itself would bring in a client and its warnings.
"""

from importlib.util import find_spec
from pathlib import Path
from runpy import run_path


def _load_tables() -> tuple[list[str], list[list[str]]]:
    package = find_spec("pywhats")
    if package is None or package.origin is None:
        raise ImportError("the loopback server needs pywhats for its token dictionary")
    tables = run_path(str(Path(package.origin).parent / "binary" / "tokens.py"))
    return tables["SINGLE_BYTE_TOKENS"], tables["DOUBLE_BYTE_TOKENS"]


SINGLE_BYTE_TOKENS, DOUBLE_BYTE_TOKENS = _load_tables()
