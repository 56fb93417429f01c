"""Keeping what is known about persons close: ciphers, encrypted fields, masks, small groups, scans, retention."""

from dangjian.kernel.privacy.cipher import DecryptionError, blind_index, decrypt, encrypt
from dangjian.kernel.privacy.classification import Finding, FindingKind, personal_data, scan_marks
from dangjian.kernel.privacy.fields import BlindIndexField, EncryptedTextField
from dangjian.kernel.privacy.identifiers import (
    check_character,
    identity_is_sound,
    normalise_identity,
    normalise_phone,
)
from dangjian.kernel.privacy.masks import mask_identity, mask_name, mask_phone
from dangjian.kernel.privacy.small_groups import withhold, withhold_among

__all__ = [
    "BlindIndexField",
    "DecryptionError",
    "EncryptedTextField",
    "Finding",
    "FindingKind",
    "blind_index",
    "check_character",
    "decrypt",
    "encrypt",
    "identity_is_sound",
    "mask_identity",
    "mask_name",
    "mask_phone",
    "normalise_identity",
    "normalise_phone",
    "personal_data",
    "scan_marks",
    "withhold",
    "withhold_among",
]
