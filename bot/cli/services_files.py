"""Files of an HSDS directory: one JSON file, a folder or a zip. Nothing is unpacked, nothing outside is opened."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from referrals.hsds import (
    RESOURCES,
    SERVICE_TABLE,
    Broken,
    BrokenDirectoryError,
    Listing,
    Skipped,
    read_json,
    read_tables,
    resource_paths,
)
from referrals.hsds.tables import leads_out

_DESCRIPTOR = "datapackage.json"
_CHUNK = 1 << 16  # bytes, and characters
_LONGEST_LINE = 1 << 20  # characters
LARGEST_FILE = 1 << 29  # bytes, unpacked
Advance = Callable[[int], None]


class _Package(Protocol):
    def names(self) -> list[str]: ...
    def open(self, name: str) -> IO[bytes]: ...


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        return sorted(file.name for file in self._path.iterdir() if file.is_file())

    def open(self, name: str) -> IO[bytes]:
        return (self._path / name).open("rb")


class _Zip:
    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file

    def names(self) -> list[str]:
        names = [entry.filename for entry in self._file.infolist() if not entry.is_dir()]
        for name in names:
            if leads_out(name):
                raise BrokenDirectoryError(Broken.OUTSIDE, "the list of its files")
        return sorted(name for name in names if not name.startswith("__MACOSX/"))

    def open(self, name: str) -> IO[bytes]:
        return self._file.open(name)


def read_directory(path: Path, advance: Advance) -> Generator[Listing | Skipped, None, None]:
    """The services of a directory, one at a time; `advance` hears how many bytes were read.

    Raises BrokenDirectoryError for whatever is not to be read, as soon as that is noticed.
    """
    with _troubles():
        if path.is_dir():
            yield from _of_package(_Folder(path), advance)
        elif path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as file:
                yield from _of_package(_Zip(file), advance)
        else:
            with closing(_chunks(_Folder(path.parent), path.name, advance)) as chunks:
                yield from read_json(chunks)


def size(path: Path) -> int:
    """Roughly how many bytes there are to read, for a bar that shows how far it is; 0 when that cannot be told."""
    try:
        if path.is_dir():
            return sum(file.stat().st_size for file in path.iterdir() if file.is_file())
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as file:
                return sum(entry.file_size for entry in file.infolist())
        return path.stat().st_size
    except (OSError, zipfile.BadZipFile):
        return 0


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        raise BrokenDirectoryError(Broken.NOT_TEXT, f"byte {error.start} of a piece") from error
    # RuntimeError is an encrypted file, NotImplementedError an unknown compression.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise BrokenDirectoryError(Broken.NOT_ZIP, type(error).__name__) from error
    except OSError as error:
        raise BrokenDirectoryError(Broken.UNREADABLE, type(error).__name__) from error


def _of_package(package: _Package, advance: Advance) -> Iterator[Listing | Skipped]:
    tables = _tables(package)
    if SERVICE_TABLE in tables.values():
        with ExitStack() as open_files:
            lines = {
                resource: open_files.enter_context(closing(_lines(package, name, advance)))
                for name, resource in tables.items()
            }
            yield from read_tables(lines)
        return
    texts = [name for name in package.names() if name.lower().endswith(".json") and _base(name) != _DESCRIPTOR]
    if not texts:
        raise BrokenDirectoryError(Broken.NO_SERVICES, "neither services.csv nor a .json file")
    for name in texts:
        with closing(_chunks(package, name, advance)) as chunks:
            for found in read_json(chunks):
                yield replace(found, place=f"{name}, {found.place}")


def _tables(package: _Package) -> dict[str, str]:
    """Which file is which table: as the package's descriptor says, and by their names."""
    names = package.names()
    tables = {name: RESOURCES[_base(name)] for name in names if _base(name) in RESOURCES}
    described = next((name for name in names if _base(name) == _DESCRIPTOR), None)
    if described is not None:
        text = "".join(_chunks(package, described, lambda _: None))
        folder = described[: -len(_DESCRIPTOR)]
        listed = {f"{folder}{path}": resource for path, resource in resource_paths(text).items()}
        tables |= {name: resource for name, resource in listed.items() if name in names}
    return tables


def _base(name: str) -> str:
    return PurePosixPath(name).name.lower()


def _chunks(package: _Package, name: str, advance: Advance) -> Generator[str, None, None]:
    with package.open(name) as raw:
        text = _counted(raw, name, advance)
        while chunk := text.read(_CHUNK):
            yield chunk


def _lines(package: _Package, name: str, advance: Advance) -> Generator[str, None, None]:
    with package.open(name) as raw:
        text = _counted(raw, name, advance, newline="")
        while line := text.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE:
                raise BrokenDirectoryError(Broken.NOT_CSV, f"{name}: a line of over a million characters")
            yield line


def _counted(raw: IO[bytes], name: str, advance: Advance, newline: str | None = None) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedReader(_Counted(raw, name, advance), _CHUNK), "utf-8-sig", newline=newline)


class _Counted(io.RawIOBase):
    """Tells how much was read, and stops where a small file unpacks without end."""

    def __init__(self, raw: IO[bytes], name: str, advance: Advance) -> None:
        self._raw = raw
        self._name = name
        self._advance = advance
        self._left = LARGEST_FILE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # what BufferedReader hands it
        data = self._raw.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise BrokenDirectoryError(Broken.TOO_LARGE, self._name)
        self._advance(len(data))
        buffer[: len(data)] = data
        return len(data)
