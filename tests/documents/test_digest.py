"""The fingerprint of a content (C14, C44)."""

import hashlib

import pytest

from documents import digest


def test_known_value():
    """Canonical form: sorted keys, no spaces, UTF-8 as it is; anybody can recompute a receipt (C14)."""
    data = {"b": [1, None, True], "a": "买买提·吐尔逊"}
    assert digest.canonical(data) == '{"a":"买买提·吐尔逊","b":[1,null,true]}'.encode()
    assert digest.of(data) == hashlib.sha256(digest.canonical(data)).hexdigest()


def test_order_of_keys_does_not_matter_and_content_does():
    """C44: the same facts, the same digest; another character, another."""
    assert digest.of({"a": 1, "b": 2}) == digest.of({"b": 2, "a": 1})
    assert digest.of({"a": "·"}) != digest.of({"a": "・"})


@pytest.mark.parametrize("bad", [{"a": float("nan")}, {"a": object()}])
def test_what_json_does_not_know_is_refused(bad):
    """C14: nothing is digested that could not be shown again."""
    with pytest.raises((TypeError, ValueError)):
        digest.of(bad)


def test_of_bytes():
    """C14: files are fingerprinted byte for byte."""
    assert digest.of_bytes(b"abc") == hashlib.sha256(b"abc").hexdigest()
