"""Fields kept encrypted: AES-GCM, the key's id in front, and `table|column` as associated data.

A ciphertext moved to another column does not open, so what was written as a note cannot be read back as a message.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from typing import Any
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Engine, LargeBinary
from sqlalchemy.types import TypeDecorator

KEY_BYTES = 32
_NONCE_BYTES = 12
_ID_BYTES = 4


class FieldKeyError(ValueError):
    """The field key is missing, malformed, or not the one a field was written with."""


class FieldCipher:
    """Seals and opens one field at a time with one 256-bit key."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise FieldKeyError(f"the field key is {KEY_BYTES} bytes, not {len(key)}")
        self._aead = AESGCM(key)
        self.key_id = hashlib.sha256(b"followthrough field key" + key).digest()[:_ID_BYTES]

    @classmethod
    def from_text(cls, text: str) -> FieldCipher:
        """From a key as `init` writes it: URL-safe base64. Raises FieldKeyError."""
        try:
            return cls(base64.urlsafe_b64decode(text.strip().encode()))
        except (binascii.Error, UnicodeEncodeError) as error:
            raise FieldKeyError("the field key is not base64") from error

    def seal(self, text: str, place: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return self.key_id + nonce + self._aead.encrypt(nonce, text.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        if sealed[:_ID_BYTES] != self.key_id:
            raise FieldKeyError("a field was written with another key")
        nonce, body = sealed[_ID_BYTES : _ID_BYTES + _NONCE_BYTES], sealed[_ID_BYTES + _NONCE_BYTES :]
        try:
            return self._aead.decrypt(nonce, body, place.encode()).decode()
        except (InvalidTag, ValueError) as error:  # the second where it was cut short
            raise FieldKeyError("a field does not open: it was altered or moved") from error


def new_key() -> str:
    """A fresh field key, as text for a key file."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


# A column type sees only the value and the dialect, and each engine has a dialect of its own.
_ciphers: WeakKeyDictionary[Dialect, FieldCipher] = WeakKeyDictionary()


def use_cipher(engine: Engine, cipher: FieldCipher) -> None:
    """Encrypted columns read and written through `engine` use `cipher`."""
    _ciphers[engine.dialect] = cipher


class EncryptedText(TypeDecorator[str]):
    """Text sealed in the database. `place` is `table|column`."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _ciphers[dialect].seal(value, self.place)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else _ciphers[dialect].open(bytes(value), self.place)
