# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the same world of variables and files, AWS's SDK finds the same key as the collection."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from hashlib import sha1
from pathlib import Path

import botocore.loaders
import botocore.session
import pytest
from botocore.credentials import SSOProvider
from botocore.exceptions import ProfileNotFound
from botocore.tokens import SSOTokenProvider

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from tests.emulator.accounts import Key
from tests.emulator.id_tokens import id_token
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.aws_cloudfront.accounts import (
    AWS_AUDIENCE,
    AWS_EXTERNAL_ID,
    AWS_KEY,
    AWS_READ_ONLY_KEY,
    AWS_ROLE,
    AWS_SSO_ROLE,
    AWS_SSO_TOKEN,
    AWS_TEMPORARY_KEY,
    AWS_TENANT,
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
#: Logins that the command line tool has kept, by the name of a session or the address of a login.
LOGINS = ("s", "https://example.awsapps.com/start")
_SSO_LOGIN = f"sso_start_url = {LOGINS[1]}\nsso_region = us-east-1\n"
_SSO_ROLE = f"sso_account_id = {AWS_TENANT}\nsso_role_name = {AWS_SSO_ROLE}\n"
_SSO = f"sso_session = s\n{_SSO_ROLE}"
_SESSION = f"[sso-session s]\n{_SSO_LOGIN}"
#: What programs print: a key that lasts, and one that ends.
PRINTED: dict[str, Key] = {"printed": AWS_KEY, "printed-temporary": AWS_TEMPORARY_KEY}
_PROGRAM = "credential_process = cat {home}/printed\n"
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
    "single sign-on": ({}, f"[default]\n{_SSO}{_SESSION}", ""),
    "single sign-on without a session": ({}, f"[default]\n{_SSO_ROLE}{_SSO_LOGIN}", ""),
    "single sign-on and a key": ({}, f"[default]\n{_SSO}{_SESSION}", f"[default]\n{_profile(AWS_KEY)}"),
    "single sign-on and a program": ({}, f"[default]\n{_SSO}{_PROGRAM}{_SESSION}", ""),
    "single sign-on and an ID token": (
        {},
        f"[default]\n{_SSO}{_TAKEN}web_identity_token_file = {{token}}\n{_SESSION}",
        "",
    ),
    "single sign-on in the file of credentials": (
        {"AWS_PROFILE": "p"},
        f"[sso-session 's']\n{_SSO_LOGIN}",
        f"[p]\n{_SSO}{_profile(AWS_KEY)}",
    ),
    "session that says the same as the profile": (
        {"AWS_PROFILE": "p"},
        f"[profile p]\n{_SSO}sso_region = us-east-1\n{_SESSION}",
        "",
    ),
    "role of a single sign-on's role": (
        {},
        f"[default]\n{_TAKEN}source_profile = base\n[profile base]\n{_SSO}{_SESSION}",
        f"[base]\n{_profile(AWS_KEY)}",
    ),
    "program": ({}, f"[default]\n{_PROGRAM}", ""),
    "program that prints a temporary key": (
        {"AWS_PROFILE": "p"},
        f"[profile p]\n{_PROGRAM.replace('printed', 'printed-temporary')}",
        "",
    ),
    "program with quotes": ({}, "[default]\ncredential_process = cat '{home}/printed' \"/dev/null\"\n", ""),
    "program in the file of credentials": ({}, "", f"[default]\n{_PROGRAM}"),
    "program and a key after it": ({}, f"[default]\n{_PROGRAM}{_profile(AWS_READ_ONLY_KEY)}", ""),
    "program and a key before it": (
        {},
        f"[default]\n{_PROGRAM}",
        f"[default]\n{_profile(AWS_READ_ONLY_KEY)}",
    ),
    "role of a program's key": (
        {},
        f"[default]\n{_TAKEN}source_profile = base\nduration_seconds = 7200\n[profile base]\n{_PROGRAM}",
        "",
    ),
    "role of a profile with a role and a program": (
        {},
        f"[default]\n{_TAKEN}source_profile = middle\n[profile middle]\n{_TAKEN}{_PROGRAM}source_profile = base\n",
        f"[base]\n{_profile(AWS_KEY)}",
    ),
    "role of a profile with an ID token": (
        {},
        f"[default]\n{_TAKEN}source_profile = base\n[profile base]\n{_TAKEN}web_identity_token_file = {{token}}\n",
        "",
    ),
}
WORLDS = list(itertools.product(KEYS, FILES))


#: Descriptions of services and regions, which take longer to read than a key to find.
_DESCRIPTIONS = botocore.loaders.create_loader()


def theirs(emulator: Emulator, profile: str | None = None) -> Found | None:
    """The key that the SDK finds."""
    session = botocore.session.Session(profile=profile)
    session.register_component("data_loader", _DESCRIPTIONS)
    key = session.get_credentials()
    if key is None:
        return None
    found = key.get_frozen_credentials()
    calls = [entry["call"] for entry in emulator.log()]
    assert all(entry["status"] == 200 for entry in emulator.log())
    return (calls[0], None) if calls else (found.access_key, found.token)


@pytest.fixture
def environ(emulator: Emulator, clock: FakeClock, tmp_path: Path) -> dict[str, str]:
    """A home folder with an ID token, logins, and what programs print. One test alone asks a machine for metadata."""
    (tmp_path / "id-token").write_text(id_token(AWS_AUDIENCE, clock.time() + 600), encoding="ascii")
    for name, key in PRINTED.items():
        ends = {"SessionToken": key.token, "Expiration": "2099-01-01T00:00:00Z"} if key.token else {}
        printed = {"Version": 1, "AccessKeyId": key.access_key, "SecretAccessKey": key.secret_key, **ends}
        (tmp_path / name).write_text(json.dumps(printed), encoding="ascii")
    cache = tmp_path / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    for name in LOGINS:
        kept = {"accessToken": AWS_SSO_TOKEN, "expiresAt": "2099-01-01T00:00:00Z"}
        (cache / f"{sha1(name.encode()).hexdigest()}.json").write_text(json.dumps(kept), encoding="ascii")
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
            filled = text.replace("{token}", token).replace("{home}", environ["HOME"])
            path.write_text(filled, encoding="utf-8")
            path.chmod(0o600)
    endpoints = {"AWS_ENDPOINT_URL_STS": emulator.url, "AWS_ENDPOINT_URL_SSO": emulator.url}
    theirs_alone = {**endpoints, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    for name, value in {**environ, **theirs_alone}.items():
        monkeypatch.setenv(name, value)
    for provider in (SSOProvider, SSOTokenProvider):
        # Worked out when the module was imported.
        monkeypatch.setattr(provider, "_SSO_TOKEN_CACHE_DIR", str(Path(environ["HOME"], ".aws", "sso", "cache")))


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


@pytest.mark.parametrize(
    ("keys", "files"), [(keys, files) for keys, files in WORLDS if "AWS_PROFILE" in FILES[files][0]]
)
def test_same_key_of_a_profile_that_an_option_names(
    keys: str, files: str, emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the keys of the environment are passed over."""
    furnish(environ, keys, files, emulator, monkeypatch)
    monkeypatch.delenv("AWS_PROFILE")
    del environ["AWS_PROFILE"]
    try:
        own: Found | None = ours(NAME, environ, distribution_id=DISTRIBUTION, profile="p")
    except OptionError:
        own = None
    assert own == theirs(emulator, "p")


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


@pytest.mark.parametrize(
    "text",
    [
        # Without what tells of a role, a session is for other services.
        f"sso_session = s\n{_SESSION}",
        f"{_SSO_LOGIN}",
    ],
)
def test_half_of_a_single_sign_on_is_an_error_where_the_sdk_looks_further(
    text: str, emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On purpose: the next place may be another account."""
    Path(environ["HOME"], ".aws", "config").write_text(f"[default]\n{text}", encoding="utf-8")
    furnish(environ, "no key", "credentials", emulator, monkeypatch)
    assert theirs(emulator) == (AWS_READ_ONLY_KEY.access_key, None)
    with pytest.raises(OptionError, match="sso_account_id and sso_role_name is missing"):
        ours(NAME, environ, distribution_id=DISTRIBUTION)


@pytest.mark.parametrize(
    "text",
    [
        f"sso_session = other\n{_SSO_ROLE}{_SESSION}",
        f"{_SSO}sso_region = eu-west-1\n{_SESSION}",
        _SSO_ROLE,
        f"{_SSO_ROLE}sso_start_url = x\nsso_region = us-east-1\n",
        f"{_SSO.replace(AWS_SSO_ROLE, 'Other')}{_SESSION}",
        "credential_process = cat {home}/id-token\n",
        "credential_process = false\n",
        "credential_process = cat {home}/nowhere\n",
        'credential_process = echo \'{"Version": 2, "AccessKeyId": "K", "SecretAccessKey": "s"}\'\n',
    ],
)
def test_ways_that_lead_to_no_key_end_both(
    text: str, emulator: Emulator, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key in the file of settings comes after them, and is not taken."""
    config = Path(environ["HOME"], ".aws", "config")
    filled = text.replace("{home}", environ["HOME"])
    config.write_text(f"[default]\n{_profile(AWS_READ_ONLY_KEY)}{filled}", encoding="utf-8")
    config.chmod(0o600)
    furnish(environ, "no key", "no file", emulator, monkeypatch)
    with pytest.raises(Exception):  # noqa: B017, PT011  # of the SDK's or of a parser's
        theirs(emulator)
    with pytest.raises((OptionError, ApiError)):
        ours(NAME, environ, distribution_id=DISTRIBUTION)
