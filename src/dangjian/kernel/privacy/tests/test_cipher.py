import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from dangjian.kernel.privacy import DecryptionError, blind_index, decrypt, encrypt
from dangjian.kernel.privacy.cipher import ALGORITHMS, is_current
from dangjian.kernel.privacy.keys import new_key

OLD = "k1:" + base64.b64encode(b"1" * 32).decode()
NEW = "k2:" + base64.b64encode(b"2" * 32).decode()


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.DANGJIAN_DATA_KEY = OLD
    settings.DANGJIAN_INDEX_KEY = ""


@pytest.mark.parametrize("name", ALGORITHMS)
@given(text=st.text(max_size=200), purpose=st.text(max_size=20))
def test_what_is_encrypted_is_read_back(name, text, purpose):
    from django.test import override_settings

    with override_settings(DANGJIAN_CIPHER=name, DANGJIAN_DATA_KEY=OLD):
        token = encrypt(text, purpose)
        assert token != encrypt(text, purpose)
        assert decrypt(token, purpose) == text
        with pytest.raises(DecryptionError):
            decrypt(token, purpose + "x")


@pytest.mark.parametrize("name", ALGORITHMS)
def test_any_altered_byte_is_noticed(settings, name):
    settings.DANGJIAN_CIPHER = name
    head, _, body = encrypt("350402198507011234").rpartition(":")
    sealed = base64.b64decode(body)
    for index in range(len(sealed)):
        altered = sealed[:index] + bytes([sealed[index] ^ 1]) + sealed[index + 1 :]
        with pytest.raises(DecryptionError):
            decrypt(f"{head}:{base64.b64encode(altered).decode()}")


@given(st.text(max_size=60))
def test_any_text_that_is_no_token_is_refused_in_words(token):
    with pytest.raises(DecryptionError):
        decrypt(token)


def test_a_new_key_in_front_encrypts_and_the_old_one_still_reads(settings):
    token, index = encrypt("secret"), blind_index("secret", "a")
    settings.DANGJIAN_DATA_KEY = f"{NEW},{OLD}"
    assert decrypt(token) == "secret"
    assert not is_current(token)
    assert encrypt("secret").startswith("k2:")
    assert blind_index("secret", "a") == index
    settings.DANGJIAN_DATA_KEY = NEW
    with pytest.raises(DecryptionError):
        decrypt(token)


def test_changing_the_algorithm_leaves_old_texts_readable(settings):
    settings.DANGJIAN_CIPHER = "SM4-GCM"
    token = encrypt("秘")
    settings.DANGJIAN_CIPHER = "AES-256-GCM"
    assert decrypt(token) == "秘"


def test_blind_index_depends_on_value_purpose_key_and_digest(settings):
    indexes = {blind_index("1", "a"), blind_index("2", "a"), blind_index("1", "b")}
    settings.DANGJIAN_DIGEST = "SM3"
    indexes.add(blind_index("1", "a"))
    settings.DANGJIAN_DATA_KEY = NEW
    indexes.add(blind_index("1", "a"))
    assert len(indexes) == 5
    assert {len(index) for index in indexes} == {32}


@pytest.mark.parametrize("bad", ["abc", "k1:abc", "k1:" + base64.b64encode(b"short").decode(), f"{OLD},{OLD}", ":x"])
def test_a_key_that_cannot_be_read_stops_everything(settings, bad):
    settings.DANGJIAN_DATA_KEY = bad
    with pytest.raises(ImproperlyConfigured):
        encrypt("x")


def test_without_a_key_only_development_goes_on(settings):
    settings.DANGJIAN_DATA_KEY = ""
    settings.PRODUCTION = False
    assert decrypt(encrypt("x")) == "x"
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured):
        encrypt("x")


def test_an_unknown_algorithm_is_a_mistake_in_the_settings(settings):
    settings.DANGJIAN_CIPHER = "ROT13"
    with pytest.raises(ImproperlyConfigured):
        encrypt("x")


def test_a_made_key_can_be_used(settings):
    settings.DANGJIAN_DATA_KEY = new_key("k9")
    assert encrypt("x").startswith("k9:")
