"""Encrypting short texts, and keyed digests by which equal texts are found again.

An encrypted text reads `key:algorithm:base64`, so keys and algorithms can change while old texts stay readable. The
algorithm for new texts is `DANGJIAN_CIPHER` (`AES-256-GCM` or `SM4-GCM`), that of the blind indexes `DANGJIAN_DIGEST`
(`SHA-256` or `SM3`); SM3 and SM4 are the commercial ciphers GB/T 32905 and GB/T 32907.
"""

import base64
import functools
import os
from collections.abc import Callable
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.translation import gettext as _

from dangjian.kernel.errors import ServiceError
from dangjian.kernel.privacy.keys import derived, key_ring

_NONCE_BYTES = 12
_TAG_BYTES = 16
_INDEX_BYTES = 16


class DecryptionError(ServiceError):
    """A stored text cannot be read: its key is not listed, or it was altered."""


class Algorithm(Protocol):
    """An authenticated cipher. `bound` is not encrypted but must be the same when opening."""

    key_bytes: int

    def seal(self, key: bytes, plain: bytes, bound: bytes) -> bytes: ...

    def open(self, key: bytes, sealed: bytes, bound: bytes) -> bytes: ...


class AesGcm:
    """AES-256 in Galois/Counter Mode."""

    key_bytes = 32

    def seal(self, key: bytes, plain: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + _aes(key).encrypt(nonce, plain, bound)

    def open(self, key: bytes, sealed: bytes, bound: bytes) -> bytes:
        return _aes(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)


@functools.lru_cache(maxsize=16)
def _aes(key: bytes) -> AESGCM:
    """Made ready once for each key, which takes longer than a short text."""
    return AESGCM(key)


class Sm4Gcm:
    """SM4 in Galois/Counter Mode."""

    key_bytes = 16

    def seal(self, key: bytes, plain: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound)
        return nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def open(self, key: bytes, sealed: bytes, bound: bytes) -> bytes:
        nonce, text, tag = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:-_TAG_BYTES], sealed[-_TAG_BYTES:]
        decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(bound)
        return decryptor.update(text) + decryptor.finalize()


ALGORITHMS: dict[str, Algorithm] = {"AES-256-GCM": AesGcm(), "SM4-GCM": Sm4Gcm()}
_CODES = {"AES-256-GCM": "a", "SM4-GCM": "s"}
_NAMES = {code: name for name, code in _CODES.items()}
DIGESTS: dict[str, hashes.HashAlgorithm] = {"SHA-256": hashes.SHA256(), "SM3": hashes.SM3()}


def encrypt(text: str, purpose: str = "") -> str:
    """`text` encrypted under the current key; every call gives another result.

    `purpose` ties the result to its place: `decrypt` needs the same, so a text moved to another column is refused.
    """
    return sealer(purpose)(text)


def sealer(purpose: str = "") -> Callable[[str], str]:
    """`encrypt` for many texts of one purpose: key and algorithm are looked up once. Not to be kept for later."""
    name = _cipher()
    ring, algorithm, bound = key_ring(), ALGORITHMS[name], purpose.encode()
    key = derived(ring.keys[ring.current], f"cipher {name}", algorithm.key_bytes)
    head = f"{ring.current}:{_CODES[name]}:"

    def sealed(text: str) -> str:
        return head + base64.b64encode(algorithm.seal(key, text.encode(), bound)).decode()

    return sealed


def decrypt(token: str, purpose: str = "") -> str:
    """The text that `encrypt` was given. Raises `DecryptionError`."""
    key_id, code, encoded = [*token.split(":", 2), "", ""][:3]
    master, name = key_ring().keys.get(key_id), _NAMES.get(code)
    if master is None or name is None:
        raise DecryptionError(_("A protected entry cannot be read: its key is not among the configured keys."))
    algorithm = ALGORITHMS[name]
    try:
        sealed = base64.b64decode(encoded, validate=True)
        return algorithm.open(derived(master, f"cipher {name}", algorithm.key_bytes), sealed, purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:  # too short, no base64 or not what was sealed
        raise DecryptionError(_("A protected entry cannot be read: it was altered after it was written.")) from error


def is_current(token: str) -> bool:
    """Whether `token` was made with the key and the algorithm that encrypt now."""
    name = _cipher()
    return token.startswith(f"{key_ring().current}:{_CODES[name]}:")


def blind_index(value: str, purpose: str) -> str:
    """A keyed digest of `value`: equal for equal values of one purpose, telling nothing without the key.

    32 hexadecimal characters of an HMAC. Normalise before, for `１２３` and `123` differ here.
    """
    return indexer(purpose)(value)


def indexer(purpose: str) -> Callable[[str], str]:
    """`blind_index` for many values of one purpose: the key is looked up once. Not to be kept for later."""
    empty = _keyed(key_ring().index_key, purpose, _digest())

    def index(value: str) -> str:
        digest = empty.copy()
        digest.update(value.encode())
        return digest.finalize()[:_INDEX_BYTES].hex()

    return index


@functools.lru_cache(maxsize=64)
def _keyed(index_key: bytes, purpose: str, name: str) -> hmac.HMAC:
    """The digest of nothing yet, to be copied."""
    return hmac.HMAC(derived(index_key, f"index {purpose}", 32), DIGESTS[name])


@functools.cache
def _cipher() -> str:
    return _chosen("DANGJIAN_CIPHER", "AES-256-GCM", ALGORITHMS)


@functools.cache
def _digest() -> str:
    return _chosen("DANGJIAN_DIGEST", "SHA-256", DIGESTS)


@receiver(setting_changed)
def _choose_anew(**_settings: object) -> None:
    _cipher.cache_clear()
    _digest.cache_clear()


def _chosen(setting: str, default: str, known: dict[str, Algorithm] | dict[str, hashes.HashAlgorithm]) -> str:
    name: str = getattr(settings, setting, default).upper()
    if name not in known:
        raise ImproperlyConfigured(f"{setting} must be one of: {', '.join(known)}.")
    return name
