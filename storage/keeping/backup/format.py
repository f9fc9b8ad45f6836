"""A backup as a file: lines of JSON, compressed, then sealed in chunks under a key that is for this file alone.

In front stand a mark, and a header that says which field key the file's own is derived from; both are bound to each
chunk. A chunk's number and whether it is the last are its nonce: none can be left out, moved, added or cut off.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator
from enum import Enum, auto
from itertools import count
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.crypto import FieldCipher, FieldKeyError

_MARK = b"followthrough backup 1\n"
_PURPOSE = b"followthrough backup"
_LENGTH_BYTES = 4
_LONGEST_HEADER = 4096
_SALT_BYTES = 32
_CHUNK = 64 * 1024
_TAG_BYTES = 16

Advance = Callable[[int], object]


class Why(Enum):
    """Why a file is not taken for a backup to be put back."""

    NOT_A_BACKUP = auto()
    ALTERED = auto()
    OTHER_KEY = auto()
    FOREIGN = auto()
    OLDER = auto()
    NEWER = auto()
    EXPIRED = auto()


class RefusedBackupError(Exception):
    """This backup cannot be put back. Nothing was changed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why


class BackupWriter:
    """Writes lines to an open file, sealed; `end` must be called, or the file will be found cut."""

    def __init__(self, file: IO[bytes], cipher: FieldCipher) -> None:
        salt = os.urandom(_SALT_BYTES)
        header = json.dumps({"key": cipher.key_id.hex(), "salt": salt.hex()}).encode()
        self._bound = _MARK + len(header).to_bytes(_LENGTH_BYTES, "big") + header
        self._aead = AESGCM(cipher.derive(cipher.key_id, salt, _PURPOSE))
        self._file = file
        self._packer = zlib.compressobj()
        self._waiting = bytearray()
        self._chunks = 0
        file.write(self._bound)

    def line(self, value: Any) -> None:
        """Adds anything that JSON can hold."""
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
        self._waiting += self._packer.compress(line.encode())
        while len(self._waiting) > _CHUNK:
            self._seal(_CHUNK, last=False)

    def end(self) -> None:
        self._waiting += self._packer.flush()
        while len(self._waiting) > _CHUNK:
            self._seal(_CHUNK, last=False)
        self._seal(_CHUNK, last=True)

    def _seal(self, length: int, *, last: bool) -> None:
        chunk = bytes(self._waiting[:length])
        del self._waiting[:length]
        self._file.write(self._aead.encrypt(_nonce(self._chunks, last=last), chunk, self._bound))
        self._chunks += 1


def read_lines(file: IO[bytes], cipher: FieldCipher, advance: Advance = lambda _: None) -> Iterator[Any]:
    """The lines of a backup, in order; `advance` is told of each chunk's length in bytes.

    Raises RefusedBackupError as soon as something is not as it was written, which may be after the last line.
    """
    bound, aead = _header(file, cipher)
    advance(len(bound))
    unpacker, rest = zlib.decompressobj(), b""
    for chunk in _chunks(file, aead, bound, advance):
        *lines, rest = (rest + unpacker.decompress(chunk)).split(b"\n")
        yield from map(json.loads, lines)


def _header(file: IO[bytes], cipher: FieldCipher) -> tuple[bytes, AESGCM]:
    """What is bound to each chunk, and what opens them."""
    mark = file.read(len(_MARK))
    if mark != _MARK:
        raise RefusedBackupError(Why.NOT_A_BACKUP)
    length = file.read(_LENGTH_BYTES)
    header = file.read(min(int.from_bytes(length, "big"), _LONGEST_HEADER))
    try:
        said = json.loads(header)
        key, salt = bytes.fromhex(said["key"]), bytes.fromhex(said["salt"])
    except (ValueError, KeyError, TypeError) as error:
        raise RefusedBackupError(Why.ALTERED) from error
    try:
        return mark + length + header, AESGCM(cipher.derive(key, salt, _PURPOSE))
    except FieldKeyError as error:
        raise RefusedBackupError(Why.OTHER_KEY) from error


def _chunks(file: IO[bytes], aead: AESGCM, bound: bytes, advance: Advance) -> Iterator[bytes]:
    sealed = file.read(_CHUNK + _TAG_BYTES)
    for number in count():
        following = file.read(_CHUNK + _TAG_BYTES)
        try:
            chunk = aead.decrypt(_nonce(number, last=not following), sealed, bound)
        except (InvalidTag, ValueError) as error:
            raise RefusedBackupError(Why.ALTERED) from error
        advance(len(sealed))
        yield chunk
        if not following:
            return
        sealed = following


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
