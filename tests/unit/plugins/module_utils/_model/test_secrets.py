# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cleaner: no spelling of a secret passes, nothing else changes, and results of 10,000 tasks stay cheap."""

from __future__ import annotations

import base64
import html
import json
import string
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model import secrets as _secrets
from ansible_collections.edgeops.cdn.plugins.module_utils._model.secrets import (
    _MOST_CHARACTERS,
    _MOST_LAYERS,
    HIDDEN,
    Secrets,
    _Layer,
    _layers,
    secret_values,
)
from tests.unit.spellings import SPELLINGS, composed

SECRET = "wJalr/XUt+nFEMI%2F'K7\"MDENG\\bPx&lt;=="
SIGNATURE = "0123456789abcdef" * 4
#: What credentials are made of; passwords have blanks and letters of any alphabet as well. No asterisk: it hides.
CREDENTIALS = st.text(string.ascii_letters + string.digits + "+/=-_.~%&\\'\"<>;", min_size=8, max_size=60)
PASSWORDS = st.text(st.characters(codec="utf-8", exclude_characters="*"), min_size=8, max_size=40).filter(
    lambda text: len(text.split()) == len(text.split(" ")) and text.isprintable()
)


def readable(text: str, secret: str) -> bool:
    """Whether a secret can be read in a text, by undoing nothing but the spelling it was given."""
    return any(spell(secret) in text for spell in SPELLINGS.values())


@pytest.mark.no_cover
@pytest.mark.parametrize("around", ["{}", "before {} after", "a={}&b", '"{}"', "({}),"])
def test_any_two_spellings_are_hidden(around: str) -> None:
    secrets = Secrets([SECRET])
    for name, spelled in composed(SECRET):
        cleaned = secrets.text(around.format(spelled))
        assert HIDDEN in cleaned, (name, spelled)
        before, after = around.split("{}")
        assert cleaned.startswith(before), (name, cleaned)
        assert cleaned.endswith(after), (name, cleaned)
        assert not readable(cleaned, SECRET), (name, cleaned)


@given(st.one_of(CREDENTIALS, PASSWORDS), st.sampled_from(sorted(SPELLINGS)), st.sampled_from(sorted(SPELLINGS)))
def test_any_secret_is_hidden(secret: str, first: str, second: str) -> None:
    spelled = SPELLINGS[second](SPELLINGS[first](secret))
    cleaned = Secrets([secret]).text(f"<{spelled}>")
    assert HIDDEN in cleaned
    assert not readable(cleaned, secret)
    assert Secrets([secret]).text(cleaned) == cleaned


@given(st.text(), CREDENTIALS)
def test_other_text_is_unchanged(text: str, secret: str) -> None:
    text = text.replace(HIDDEN, "")
    cleaned = Secrets([secret]).text(text)
    assert cleaned == text or HIDDEN in cleaned
    assert Secrets().text("plain %41 &amp; \\n " + text.lower().replace("signature", "")) == (
        "plain %41 &amp; \\n " + text.lower().replace("signature", "")
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Signature={SIGNATURE} is wrong", f"Signature={HIDDEN} is wrong"),
        (f"Signature%3D{SIGNATURE}%26x", f"Signature%3D{HIDDEN}%26x"),
        (f"Signature%253D{SIGNATURE}", f"Signature%253D{HIDDEN}"),
        (f'{{"signature":"{SIGNATURE}"}}', f'{{"signature":"{HIDDEN}"}}'),
        (f'{{\\"Signature\\": \\"{SIGNATURE}\\"}}', f'{{\\"Signature\\": \\"{HIDDEN}\\"}}'),
        (f"signature&quot;:&quot;{SIGNATURE}&quot;", f"signature&quot;:&quot;{HIDDEN}&quot;"),
        (f"X-Acs-Signature: {SIGNATURE.upper()}", f"X-Acs-Signature: {HIDDEN}"),
        (f"SDK-HMAC-SHA256 Access=AK, SignedHeaders=a;b, Signature={SIGNATURE}", None),
        (f"Signature={SIGNATURE[:40]}\r\n {SIGNATURE[40:]}", f"Signature={HIDDEN}"),
        (f"cut Signature={SIGNATURE[:20]}...", f"cut Signature={HIDDEN}..."),
        ("the signature does not match", "the signature does not match"),
    ],
)
def test_signatures_are_known_by_what_precedes_them(text: str, shown: str | None) -> None:
    cleaned = Secrets().text(text)
    assert SIGNATURE not in cleaned
    if shown is not None:
        assert cleaned == shown
    for spelled in (base64.b64encode(text.encode()).decode(), quote(text), html.escape(text), json.dumps(text)):
        assert (HIDDEN in Secrets().text(spelled)) == (HIDDEN in cleaned)


def test_what_a_cloud_wrote_is_trusted_less() -> None:
    url = f"https://www.example.com/assets/{SIGNATURE}.js?Signature={SIGNATURE}"
    assert Secrets().text(f"digest {SIGNATURE}") == f"digest {SIGNATURE}"
    assert Secrets().foreign(f"digest%3D{SIGNATURE}") == f"digest%3D{HIDDEN}"
    assert Secrets().foreign("0123456789abcdef" * 5) == "0123456789abcdef" * 5  # no SHA-256
    # A URL is the user's own.
    assert Secrets().value({"url": url}, foreign=True) == {"url": url}
    assert Secrets(["the-secret"]).value([f"{url}&key=the%2Dsecret"]) == [f"{url}&key={HIDDEN}"]


def test_values() -> None:
    secrets = Secrets(["the-secret12"])
    value = {"a": ["x the-secret12", 1, None, True], "the-secret12": {"b": "dGhlLXNlY3JldDEy"}, "Signature": "c2ln"}
    assert secrets.value(value) == {"a": [f"x {HIDDEN}", 1, None, True], HIDDEN: {"b": HIDDEN}, "Signature": HIDDEN}
    clean: Any = {"a": ["x", 1, None, 2.5, {"b": "c"}]}
    assert secrets.value(clean) is clean


def test_one_secret_inside_another() -> None:
    for values in (["inner-key", "outer-inner-key-outer"], ["outer-inner-key-outer", "inner-key"]):
        cleaned = Secrets(values).text("outer-inner-key-outer, inner-key.")
        assert cleaned == f"{HIDDEN}, {HIDDEN}."


def test_a_value_too_short_to_be_a_secret_spoils_nothing() -> None:
    assert Secrets(["", "a", "abc", "****"]).text("an abc ****") == "an abc ****"


def test_secrets_of_options() -> None:
    spec: dict[str, dict[str, Any]] = {
        "key": {"no_log": True, "aliases": ["alias"]},
        "name": {"no_log": False},
        "inner": {"options": {"token": {"no_log": True}, "other": {}}},
    }
    options = {"alias": "a", "key": {"value": "b"}, "name": "n", "inner": [{"token": "c", "other": "o"}, "x"]}
    assert sorted(secret_values(spec, options)) == ["a", "b", "c", "value"]
    assert not list(secret_values(spec, "text"))


@pytest.mark.parametrize("part", ["%25", "QUFB", "&amp;", "\\\\", "41", "signature", "a+b ", "%5Cu0041"])
def test_hostile_texts_are_read_a_bounded_number_of_times(part: str) -> None:
    """Escapes of escapes, and base64 of base64: what a text costs is how many characters its readings have."""
    text = part * 2_000
    readings = [layer.text for layer in _layers(_Layer(text, None), 20) if layer]
    assert len(readings) <= _MOST_LAYERS
    assert sum(map(len, readings)) <= 60 * len(text)


@pytest.mark.parametrize(("limit", "most"), [("_MOST_LAYERS", 2), ("_MOST_CHARACTERS", 20)])
def test_text_with_more_readings_than_are_read_is_hidden_whole(
    limit: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secret may stand in one of those that nobody has read."""
    text = "escapes %2541 of %2542"
    assert Secrets(["the-secret"]).text(text) == text
    monkeypatch.setattr(_secrets, limit, most)
    assert list(_layers(_Layer(text, None), 20))[-1:] == [None]
    assert Secrets(["the-secret"]).text(text) == HIDDEN
    assert Secrets(["the-secret"]).value({"a": text, "b": 1}) == {"a": HIDDEN, "b": 1}


@pytest.mark.parametrize(
    ("secret", "text", "shown"),
    [
        ("the-secret", "\u4e2d\u6587 the-secret \U0001f600", f"\u4e2d\u6587 {HIDDEN} \U0001f600"),
        ("p\u00e4ss-w\u00f6rd", "<p\u00e4ss-w\u00f6rd>", f"<{HIDDEN}>"),
        ("pass\U0001f600word", r'{"key": "pass\ud83d\ude00word"}', f'{{"key": "{HIDDEN}"}}'),
        ("pass\U0001f600word", r"key='pass\U0001f600word'", f"key='{HIDDEN}'"),
        ("<secret>&more", "key=&lt;secret&gt;&amp;more.", f"key={HIDDEN}."),
        (
            "the-secret",
            r"no such \U99999999 the-secret &nosuch; &#9999999;",
            rf"no such \U99999999 {HIDDEN} &nosuch; &#9999999;",
        ),
    ],
)
def test_letters_of_any_alphabet_and_their_escapes_are_read(secret: str, text: str, shown: str) -> None:
    assert Secrets([secret]).text(text) == shown


def test_a_long_text_with_something_to_hide_is_hidden_whole() -> None:
    """To tell the places in it would take gigabytes."""
    text = "a line of text\n" * 10_000
    assert Secrets(["the-secret"]).text(text) == text
    assert Secrets(["the-secret"]).text(f"{text} the-secret") == HIDDEN
    assert Secrets(["the-secret"]).value({"a": f"{text} the-secret", "b": "c"}) == {"a": HIDDEN, "b": "c"}


def test_readings_of_one_text_have_a_bounded_number_of_characters() -> None:
    text = ("%41&amp;\\x41 QUFB " * 100_000)[: _MOST_CHARACTERS // 20]
    readings = list(_layers(_Layer(text, None), 20))
    assert sum(len(layer.text) for layer in readings if layer) <= _MOST_CHARACTERS + len(text)
