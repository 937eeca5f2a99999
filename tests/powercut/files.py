"""Files and folders that forget what was not synced."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512


@dataclass(slots=True)
class Change:
    """Bytes written at a place, or with None the new length, which is the place."""

    ended: int
    at: int
    data: bytes | None

    def do(self, content: bytearray) -> None:
        if self.data is None:
            del content[self.at :]
            content.extend(bytes(self.at - len(content)))
            return
        content.extend(bytes(max(0, self.at - len(content))))
        content[self.at : self.at + len(self.data)] = self.data

    def sectors(self) -> Iterator["Change"]:
        data, at = self.data or b"", self.at
        while data:
            size = SECTOR - at % SECTOR
            yield Change(self.ended, at, data[:size])
            data, at = data[size:], at + size


@dataclass(slots=True)
class File:
    """Its bytes as a program reads them, those that a power cut leaves, and what lies between."""

    cached: bytearray = field(default_factory=bytearray)
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)

    def change(self, change: Change) -> None:
        change.do(self.cached)
        self.pending.append(change)

    def sync(self, begun: int) -> None:
        for change in [it for it in self.pending if it.ended < begun]:
            change.do(self.durable)
        self.pending = [it for it in self.pending if it.ended >= begun]


@dataclass(slots=True)
class Renaming:
    """Names of one folder that change at once; None: there is no such name any more."""

    ended: int
    names: "dict[str, File | Folder | None]"

    def do(self, entries: "dict[str, File | Folder]") -> None:
        for name, what in self.names.items():
            entries.pop(name, None)
            if what is not None:
                entries[name] = what


@dataclass(slots=True)
class Folder:
    """Its names, likewise."""

    cached: "dict[str, File | Folder]" = field(default_factory=dict)
    durable: "dict[str, File | Folder]" = field(default_factory=dict)
    pending: list[Renaming] = field(default_factory=list)

    def change(self, ended: int, **names: "File | Folder | None") -> None:
        renaming = Renaming(ended, names)
        renaming.do(self.cached)
        self.pending.append(renaming)

    def sync(self, begun: int) -> None:
        for change in [it for it in self.pending if it.ended < begun]:
            change.do(self.durable)
        self.pending = [it for it in self.pending if it.ended >= begun]


def left_of(folder: Folder, path: Path, chance: random.Random | None) -> Iterator[tuple[Path, bytes]]:
    """The files that a power cut leaves in a folder: of what was not synced nothing, or what chance wants."""
    entries = dict(folder.durable)
    for renaming in folder.pending[: chance.randint(0, len(folder.pending)) if chance else 0]:
        renaming.do(entries)
    for name, found in entries.items():
        if isinstance(found, Folder):
            yield from left_of(found, path / name, chance)
        else:
            yield path / name, bytes(_survivor(found, chance))


def _survivor(file: File, chance: random.Random | None) -> bytearray:
    content = bytearray(file.durable)
    if chance is None:
        return content
    share = chance.choice((0.1, 0.5, 0.9, 1.0))
    for change in file.pending:
        if chance.random() >= share:
            continue
        if change.data is None or chance.random() < 0.5:
            change.do(content)
            continue
        content.extend(bytes(max(0, change.at + len(change.data) - len(content))))
        for sector in change.sectors():
            if chance.random() < share:
                sector.do(content)
    return content


def read_all(folder: Folder, path: Path) -> Iterator[tuple[Path, bytes]]:
    """The files in a folder as a program reads them."""
    for name, found in folder.cached.items():
        if isinstance(found, Folder):
            yield from read_all(found, path / name)
        else:
            yield path / name, bytes(found.cached)
