# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the same world of variables and files, AWS's SDK finds the same key as the collection."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

import botocore.session
import pytest
from botocore.exceptions import ProfileNotFound

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from tests.emulator.accounts import Key
from tests.emulator.id_tokens import id_token
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.aws_cloudfront.accounts import (
    AWS_AUDIENCE,
    AWS_EXTERNAL_ID,
    AWS_KEY,
    AWS_READ_ONLY_KEY,
    AWS_ROLE,
    AWS_TEMPORARY_KEY,
)
from tests.providers.aws_cloudfront.blueprint import DISTRIBUTION
from tests.unit.worlds import Found, ours

NAME = "aws_cloudfront"
OIDC = {"AWS_ROLE_ARN": AWS_ROLE, "AWS_WEB_IDENTITY_TOKEN_FILE": "{token}"}


def _variables(key: Key) -> Mapping[str, str]:
    own = {"AWS_ACCESS_KEY_ID": key.access_key, "AWS_SECRET_ACCESS_KEY": key.secret_key}
    return {**own, "AWS_SESSION_TOKEN": key.token} if key.token else own


def _profile(key: Key) -> str:
    token = f"aws_session_token = {key.token}\n" if key.token else ""
    return f"aws_access_key_id = {key.access_key}\naws_secret_access_key = {key.secret_key}\n{token}"


_TAKEN = f"role_arn = {AWS_ROLE}\n"
KEYS: dict[str, Mapping[str, str]] = {
    "no key": {},
    "key": _variables(AWS_KEY),
    "temporary key": _variables(AWS_TEMPORARY_KEY),
    "ID token": OIDC,
    "ID token and key": {**OIDC, **_variables(AWS_KEY)},
}
#: Variables, the file of settings, the file of credentials.
FILES: dict[str, tuple[Mapping[str, str], str, str]] = {
    "no file": ({}, "", ""),
    "credentials": ({}, "", f"[default]\n{_profile(AWS_READ_ONLY_KEY)}"),
    "temporary credentials": ({}, "", f"[default]\n{_profile(AWS_TEMPORARY_KEY)}"),
    "settings": ({}, f"[default]\n{_profile(AWS_READ_ONLY_KEY)}", ""),
    "both": ({}, f"[default]\n{_profile(AWS_KEY)}", f"[default]\n{_profile(AWS_READ_ONLY_KEY)}"),
    "named profile": ({"AWS_PROFILE": "p"}, f"[profile p]\n{_profile(AWS_READ_ONLY_KEY)}", ""),
    "older name of a profile": ({"AWS_DEFAULT_PROFILE": "p"}, "", f"[p]\n{_profile(AWS_READ_ONLY_KEY)}"),
    "role": ({}, f"[default]\n{_TAKEN}source_profile = base\n", f"[base]\n{_profile(AWS_KEY)}"),
    "role with a key of its own": ({}, f"[default]\n{_TAKEN}source_profile = default\n{_profile(AWS_KEY)}", ""),
    "role with an external id": (
        {},
        f"[default]\n{_TAKEN}source_profile = base\nexternal_id = {AWS_EXTERNAL_ID}\n",
        f"[base]\n{_profile(AWS_KEY)}",
    ),
    "two words for the default profile": (
        {},
        f"[profile default]\n{_TAKEN}source_profile = base\n",
        f"[default]\n{_profile(AWS_READ_ONLY_KEY)}[base]\n{_profile(AWS_KEY)}",
    ),
    "quoted profile": (
        {"AWS_PROFILE": "p"},
        f'[profile "p"]\n{_TAKEN}source_profile = base\n',
        f"[p]\n{_profile(AWS_READ_ONLY_KEY)}[base]\n{_profile(AWS_KEY)}",
    ),
    "files elsewhere": (
        {"AWS_CONFIG_FILE": "~/.aws/config", "AWS_SHARED_CREDENTIALS_FILE": "$HOME/.aws/credentials"},
        f"[default]\n{_TAKEN}source_profile = base\n",
        f"[base]\n{_profile(AWS_KEY)}",
    ),
    "no file of settings where one is named": (
        {"AWS_CONFIG_FILE": "~/nowhere"},
        f"[default]\n{_profile(AWS_KEY)}",
        f"[default]\n{_profile(AWS_READ_ONLY_KEY)}",
    ),
    "no file of credentials where one is named": (
        {"AWS_SHARED_CREDENTIALS_FILE": "~/nowhere"},
        f"[default]\n{_profile(AWS_READ_ONLY_KEY)}",
        f"[default]\n{_profile(AWS_KEY)}",
    ),
    "named profile, no file of settings where one is named": (
        {"AWS_CONFIG_FILE": "~/nowhere", "AWS_PROFILE": "p"},
        f"[profile p]\n{_TAKEN}source_profile = p\n",
        f"[p]\n{_profile(AWS_READ_ONLY_KEY)}",
    ),
    "named profile, no file of credentials where one is named": (
        {"AWS_SHARED_CREDENTIALS_FILE": "~/nowhere", "AWS_PROFILE": "p"},
        f"[profile p]\n{_profile(AWS_READ_ONLY_KEY)}",
        f"[p]\n{_profile(AWS_KEY)}",
    ),
    "neither file where both are named": (
        {"AWS_CONFIG_FILE": "~/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "$HOME/nowhere"},
        f"[default]\n{_profile(AWS_KEY)}",
        "",
    ),
    "key of a profile that names a role as well": (
        {},
        f"[default]\n{_TAKEN}source_profile = base\n[profile base]\n{_TAKEN}credential_source = Environment\n",
        f"[base]\n{_profile(AWS_KEY)}",
    ),
    "role of a role": (
        {},
        f"[default]\n{_TAKEN}source_profile = middle\n[profile middle]\n{_TAKEN}source_profile = base\n",
        f"[base]\n{_profile(AWS_KEY)}",
    ),
    "role in the file of credentials": (
        {},
        "",
        f"[default]\n{_TAKEN}source_profile = base\n[base]\n{_profile(AWS_KEY)}",
    ),
    "profile with an ID token": ({}, f"[default]\n{_TAKEN}web_identity_token_file = {{token}}\n", ""),
    "profile with an ID token and a key": (
        {},
        f"[default]\n{_TAKEN}web_identity_token_file = {{token}}\n",
        f"[default]\n{_profile(AWS_KEY)}",
    ),
}
WORLDS = list(itertools.product(KEYS, FILES))


def theirs(emulator: Emulator) -> Found | None:
    """The key that the SDK finds."""
    key = botocore.session.Session().get_credentials()
    if key is None:
        return None
    found = key.get_frozen_credentials()
    calls = [entry["call"] for entry in emulator.log()]
    assert all(entry["status"] == 200 for entry in emulator.log())
    return (calls[0], None) if calls else (found.access_key, found.token)


@pytest.fixture
def environ(emulator: Emulator, clock: FakeClock, tmp_path: Path) -> dict[str, str]:
    """A home folder with an ID token. No test asks a machine for its metadata, but the one that says so."""
    (tmp_path / "id-token").write_text(id_token(AWS_AUDIENCE, clock.time() + 600), encoding="ascii")
    return {"HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true"}


def furnish(
    environ: dict[str, str], keys: str, files: str, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put variables and files of a world into it. The SDK is led to the emulated STS."""
    token = str(Path(environ["HOME"], "id-token"))
    variables, config, credentials = FILES[files]
    for name, value in {**KEYS[keys], **variables}.items():
        environ[name] = value.replace("{token}", token)
    for name, text in (("config", config), ("credentials", credentials)):
        if text:
            path = Path(environ["HOME"], ".aws", name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.replace("{token}", token), encoding="utf-8")
            path.chmod(0o600)
    theirs_alone = {"AWS_ENDPOINT_URL_STS": emulator.url, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    for name, value in {**environ, **theirs_alone}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(("keys", "files"), WORLDS)
def test_same_key_in_the_same_world(
    keys: str, files: str, emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(environ, keys, files, emulator, monkeypatch)
    try:
        own: Found | None = ours(NAME, environ, distribution_id=DISTRIBUTION)
    except OptionError:
        own = None
    assert own == theirs(emulator)


@pytest.mark.parametrize("keys", KEYS)
@pytest.mark.parametrize("name", ["p", "default"])
def test_profile_that_is_named_and_not_there_is_asked_for_last(
    keys: str, name: str, emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On purpose: what comes before the files needs none. The SDK finds fault with the name whatever else there is."""
    environ.update(AWS_PROFILE=name, AWS_CONFIG_FILE="~/nowhere")
    furnish(environ, keys, "no file", emulator, monkeypatch)
    with pytest.raises(ProfileNotFound):
        theirs(emulator)
    if keys == "no key":
        with pytest.raises(OptionError, match=f"there is no profile {name} in .*; AWS_CONFIG_FILE names"):
            ours(NAME, environ, distribution_id=DISTRIBUTION)
    else:
        assert ours(NAME, environ, distribution_id=DISTRIBUTION)


def test_empty_name_of_a_file_counts_as_not_there(
    emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On purpose, as for every variable: the SDK reads a file of no name, which is none."""
    environ["AWS_SHARED_CREDENTIALS_FILE"] = ""
    furnish(environ, "no key", "credentials", emulator, monkeypatch)
    assert theirs(emulator) is None
    assert ours(NAME, environ, distribution_id=DISTRIBUTION) == (AWS_READ_ONLY_KEY.access_key, None)


def test_emulated_machine_gives_the_sdk_a_key(
    emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    environ["AWS_EC2_METADATA_DISABLED"] = "false"
    environ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = emulator.url
    furnish(environ, "no key", "no file", emulator, monkeypatch)
    assert theirs(emulator) == ("CreateMetadataToken", None)
    assert [entry["call"] for entry in emulator.log()] == ["CreateMetadataToken", "ListMachineRoles", "GetMachineKey"]


def test_half_of_a_way_is_an_error_where_the_sdk_looks_further(
    emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On purpose: the next place may be another account."""
    environ["AWS_ACCESS_KEY_ID"] = ""
    environ["AWS_SECRET_ACCESS_KEY"] = AWS_KEY.secret_key
    furnish(environ, "no key", "credentials", emulator, monkeypatch)
    assert theirs(emulator) == (AWS_READ_ONLY_KEY.access_key, None)
    with pytest.raises(OptionError, match="AWS_ACCESS_KEY_ID is missing"):
        ours(NAME, environ, distribution_id=DISTRIBUTION)
