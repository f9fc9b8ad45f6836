"""Fields kept encrypted: AES-GCM, the key's id in front, and `table|column` as associated data.

A ciphertext moved to another column does not open, so what was written as a note cannot be read back as a message.
There may be several keys: the first seals, and each opens what it sealed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, Engine, LargeBinary
from sqlalchemy.types import TypeDecorator

KEY_BYTES = 32
KEY_ID_BYTES = 4
RETIRED = "retired"
_NONCE_BYTES = 12


class FieldKeyError(ValueError):
    """The field key is missing, malformed, or not the one a field was written with."""


@dataclass(frozen=True, slots=True)
class FieldKey:
    """One key as it stands in a key file, and since which date (UTC) it is retired: it opens, and seals no more."""

    secret: bytes
    retired: date | None = None


class FieldCipher:
    """Seals one field at a time with the first of its 256-bit keys, and opens what any of them sealed."""

    def __init__(self, key: bytes, *older: bytes) -> None:
        for one in (key, *older):
            if len(one) != KEY_BYTES:
                raise FieldKeyError(f"the field key is {KEY_BYTES} bytes, not {len(one)}")
        self._secrets = {key_id(one): one for one in (key, *older)}
        self._opens = {name: AESGCM(one) for name, one in self._secrets.items()}
        self.key_id = key_id(key)

    @classmethod
    def from_text(cls, text: str) -> FieldCipher:
        """From what `read_keys` reads. Raises FieldKeyError."""
        return cls(*(key.secret for key in read_keys(text)))

    def seal(self, text: str, place: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return self.key_id + nonce + self._opens[self.key_id].encrypt(nonce, text.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        aead = self._opens.get(sealed[:KEY_ID_BYTES])
        if aead is None:
            raise FieldKeyError("a field was written with another key")
        nonce, body = sealed[KEY_ID_BYTES : KEY_ID_BYTES + _NONCE_BYTES], sealed[KEY_ID_BYTES + _NONCE_BYTES :]
        try:
            return aead.decrypt(nonce, body, place.encode()).decode()
        except (InvalidTag, ValueError) as error:  # the second where it was cut short
            raise FieldKeyError("a field does not open: it was altered or moved") from error

    def derive(self, name: bytes, salt: bytes, purpose: bytes) -> bytes:
        """A 256-bit key for another purpose, made from the field key with this id. Raises FieldKeyError without it."""
        secret = self._secrets.get(name)
        if secret is None:
            raise FieldKeyError("it was made with another key")
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(secret)


def key_id(secret: bytes) -> bytes:
    """What stands in front of each field that a key sealed; it tells nothing of the key."""
    return hashlib.sha256(b"followthrough field key" + secret).digest()[:KEY_ID_BYTES]


def read_keys(text: str) -> list[FieldKey]:
    """The keys of a key file or of FIELD_KEY, at least one: URL-safe base64, separated by white space or commas.

    `retired` and a date may follow a key. Raises FieldKeyError.
    """
    keys: list[FieldKey] = []
    words = iter(text.replace(",", " ").split())
    for word in words:
        if word == RETIRED and keys:
            keys[-1] = FieldKey(keys[-1].secret, _date(next(words, "")))
        else:
            keys.append(FieldKey(_secret(word)))
    if not keys:
        raise FieldKeyError("there is no field key in it")
    return keys


def _secret(word: str) -> bytes:
    try:
        secret = base64.urlsafe_b64decode(word.encode())
    except (binascii.Error, UnicodeEncodeError) as error:
        raise FieldKeyError("the field key is not base64") from error
    if len(secret) != KEY_BYTES:
        raise FieldKeyError(f"the field key is {KEY_BYTES} bytes, not {len(secret)}")
    return secret


def _date(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise FieldKeyError("what follows “retired” is no date") from error


def new_key() -> str:
    """A fresh field key, as text for a key file."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


# A column type sees only the value and the dialect, and each engine has a dialect of its own.
_ciphers: WeakKeyDictionary[Dialect, FieldCipher] = WeakKeyDictionary()


def use_cipher(engine: Engine, cipher: FieldCipher) -> None:
    """Encrypted columns read and written through `engine` use `cipher`."""
    _ciphers[engine.dialect] = cipher


def cipher_of(engine: Engine) -> FieldCipher:
    """The cipher that `engine` uses."""
    return _ciphers[engine.dialect]


class EncryptedText(TypeDecorator[str]):
    """Text sealed in the database. `place` is `table|column`."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _ciphers[dialect].seal(value, self.place)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], str | None]:  # noqa: ARG002 - the base's
        """Most fields of a row are empty, and pass through here all the same."""
        place = self.place

        def opened(value: Any) -> str | None:
            return None if value is None else _ciphers[dialect].open(bytes(value), place)

        return opened
