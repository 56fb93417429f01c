"""The keys that protect data, read from the settings and never stored beside what they protect.

`DANGJIAN_DATA_KEY` lists keys as `id:base64` parted by commas. The first encrypts; all decrypt, so a new key is put in
front and the old one stays until everything has been encrypted anew. Each key has 32 bytes. `DANGJIAN_INDEX_KEY`
(base64) is the key of the blind indexes; without it the last listed key is taken, which stays the same while new keys
are put in front.
"""

import base64
import binascii
import functools
import re
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import receiver

KEY_BYTES = 32
_KEY_ID = re.compile(r"[A-Za-z0-9_]{1,12}")


@dataclass(frozen=True)
class KeyRing:
    """Keys by their id, in order: the first encrypts."""

    keys: dict[str, bytes]
    index_key: bytes

    @property
    def current(self) -> str:
        """Id of the key that encrypts."""
        return next(iter(self.keys))


@functools.cache
def key_ring() -> KeyRing:
    """The keys now in force; read once, and anew when a setting is changed in a test.

    Raises `ImproperlyConfigured` when none is set in production or one cannot be read.
    """
    listed = getattr(settings, "DANGJIAN_DATA_KEY", "")
    index = getattr(settings, "DANGJIAN_INDEX_KEY", "")
    if listed:
        return _parsed(listed, index)
    if getattr(settings, "PRODUCTION", not settings.DEBUG):
        raise ImproperlyConfigured("DANGJIAN_DATA_KEY is not set. It is id:base64 of 32 random bytes.")
    return _for_development(settings.SECRET_KEY, index)


@receiver(setting_changed)
def _read_anew(**_: object) -> None:
    key_ring.cache_clear()


def new_key(key_id: str) -> str:
    """A fresh key as it is written in `DANGJIAN_DATA_KEY`."""
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


@functools.lru_cache(maxsize=256)
def derived(master: bytes, purpose: str, length: int) -> bytes:
    """A key for one purpose from a master key (HKDF, RFC 5869)."""
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=f"dangjian {purpose}".encode()).derive(master)


@functools.lru_cache(maxsize=8)
def _parsed(listed: str, index: str) -> KeyRing:
    keys: dict[str, bytes] = {}
    for entry in listed.split(","):
        key_id, colon, encoded = entry.strip().partition(":")
        if not colon or not _KEY_ID.fullmatch(key_id) or key_id in keys:
            raise ImproperlyConfigured("DANGJIAN_DATA_KEY must list keys as id:base64, parted by commas, no id twice.")
        keys[key_id] = _decoded(encoded, "DANGJIAN_DATA_KEY")
    return KeyRing(keys, _decoded(index, "DANGJIAN_INDEX_KEY") if index else next(reversed(keys.values())))


@functools.lru_cache(maxsize=8)
def _for_development(secret_key: str, index: str) -> KeyRing:
    key = derived(secret_key.encode(), "development key", KEY_BYTES)
    return KeyRing({"dev": key}, _decoded(index, "DANGJIAN_INDEX_KEY") if index else key)


def _decoded(encoded: str, setting: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"A key in {setting} is not base64.") from error
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"A key in {setting} does not have {KEY_BYTES} bytes.")
    return key
