# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the same world of variables and files, Alibaba Cloud's SDK finds the same key as the collection."""

from __future__ import annotations

import importlib
import itertools
import json
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from alibabacloud_credentials.exceptions import CredentialException
from alibabacloud_credentials.provider import EcsRamRoleCredentialsProvider, default
from alibabacloud_credentials.utils import auth_constant, auth_util
from Tea.core import TeaCore

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from tests.emulator.accounts import Key
from tests.emulator.id_tokens import id_token
from tests.emulator.testing import Emulator, FakeClock
from tests.providers.alibabacloud_dcdn.accounts import (
    ALIBABA_AUDIENCE,
    ALIBABA_KEY,
    ALIBABA_OIDC_PROVIDER,
    ALIBABA_READ_ONLY_KEY,
    ALIBABA_ROLE,
    ALIBABA_SSO_ACCOUNT,
    ALIBABA_SSO_CONFIGURATION,
    ALIBABA_SSO_TOKEN,
    ALIBABA_TEMPORARY_KEY,
)
from tests.providers.alibabacloud_dcdn.sts import OWN_SERVICE
from tests.unit.worlds import asked, know

# The SDK still uses datetime.utcnow, which Python 3.12 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:.*utcnow:DeprecationWarning")

NAME = "alibabacloud_dcdn"
STS, METADATA = "sts.aliyuncs.com", "100.100.100.200"
REGIONAL, INSIDE = "sts.cn-hangzhou.aliyuncs.com", "sts-vpc.cn-hangzhou.aliyuncs.com"
#: Seconds since the epoch.
PAST, FUTURE = 1, 4102444800

#: The calls for a key, and the id of the key in the end; None where there is none.
Found = tuple[Sequence[Any], str] | None
World = tuple[Mapping[str, str], Sequence[Mapping[str, Any]], str]


def _variables(key: Key) -> Mapping[str, str]:
    own = {"ALIBABA_CLOUD_ACCESS_KEY_ID": key.access_key, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret_key}
    return {**own, "ALIBABA_CLOUD_SECURITY_TOKEN": key.token} if key.token else own


def _values(key: Key) -> Mapping[str, str]:
    own = {"access_key_id": key.access_key, "access_key_secret": key.secret_key}
    return {**own, "sts_token": key.token} if key.token else own


def _profile(mode: str, name: str = "default", **values: Any) -> Mapping[str, Any]:
    return {"name": name, "mode": mode, **values}


def _section(kind: str | None, name: str = "default", **values: str) -> str:
    lines = {**({"type": kind} if kind else {}), **values}
    return "\n".join((f"[{name}]", *(f"{key} = {value}" for key, value in lines.items()), ""))


_ROLE = {"ram_role_arn": ALIBABA_ROLE}
_OIDC = {**_ROLE, "oidc_provider_arn": ALIBABA_OIDC_PROVIDER, "oidc_token_file": "{token}"}
_SSO: Mapping[str, Any] = {
    "cloud_sso_sign_in_url": "{cloud}/start/login",
    "cloud_sso_account_id": ALIBABA_SSO_ACCOUNT,
    "cloud_sso_access_config": ALIBABA_SSO_CONFIGURATION,
    "access_token": ALIBABA_SSO_TOKEN,
    "cloud_sso_access_token_expire": FUTURE,
}
_KEPT: Mapping[str, Any] = {**_values(ALIBABA_TEMPORARY_KEY), "sts_expiration": FUTURE}
_OAUTH: Mapping[str, Any] = {"oauth_access_token": "a", "oauth_access_token_expire": FUTURE, "oauth_refresh_token": "r"}
_OVER = {"ALIBABA_CLOUD_ROLE_ARN": ALIBABA_ROLE}

KEYS: dict[str, Mapping[str, str]] = {
    "no variables": {},
    "key": _variables(ALIBABA_KEY),
    "temporary key": _variables(ALIBABA_TEMPORARY_KEY),
    "ID token": {
        **_OVER,
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": ALIBABA_OIDC_PROVIDER,
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "{token}",
    },
    "role": _OVER,
    "role and key": {**_OVER, **_variables(ALIBABA_KEY)},
}
KEYS["ID token and key"] = {**KEYS["ID token"], **_variables(ALIBABA_KEY)}
#: Variables, and the profiles of the command line tool.
PROFILES: dict[str, tuple[Mapping[str, str], Sequence[Mapping[str, Any]]]] = {
    "no profiles": ({}, []),
    "AK": ({}, [_profile("AK", **_values(ALIBABA_READ_ONLY_KEY))]),
    "AK with a token left over": ({}, [_profile("AK", **_values(ALIBABA_READ_ONLY_KEY), sts_token="over")]),
    "StsToken": ({}, [_profile("StsToken", **_values(ALIBABA_TEMPORARY_KEY))]),
    "RamRoleArn": ({}, [_profile("RamRoleArn", **_values(ALIBABA_READ_ONLY_KEY), **_ROLE)]),
    "RamRoleArn with all that it may have": (
        {},
        [
            _profile(
                "RamRoleArn",
                **_values(ALIBABA_READ_ONLY_KEY),
                **_ROLE,
                ram_session_name="own",
                expired_seconds=900,
                external_id="1234",
                policy='{"Version": "1"}',
            )
        ],
    ),
    "OIDC": ({}, [_profile("OIDC", **_OIDC, role_session_name="own", expired_seconds=1800)]),
    "ChainableRamRoleArn": (
        {},
        [
            _profile("ChainableRamRoleArn", source_profile="base", **_ROLE),
            _profile("AK", "base", **_values(ALIBABA_READ_ONLY_KEY)),
        ],
    ),
    "ChainableRamRoleArn over a role": (
        {},
        [
            _profile("ChainableRamRoleArn", source_profile="middle", external_id="1234", **_ROLE),
            _profile("ChainableRamRoleArn", "middle", source_profile="base", **_ROLE),
            _profile("AK", "base", **_values(ALIBABA_READ_ONLY_KEY)),
        ],
    ),
    "ChainableRamRoleArn over an ID token": (
        {},
        [_profile("ChainableRamRoleArn", source_profile="base", **_ROLE), _profile("OIDC", "base", **_OIDC)],
    ),
    "External": ({}, [_profile("External", process_command="cat {home}/printed")]),
    "External with a temporary key": ({}, [_profile("External", process_command="cat {home}/printed-temporary")]),
    "CloudSSO": ({}, [_profile("CloudSSO", **_SSO)]),
    "CloudSSO whose key has ended": ({}, [_profile("CloudSSO", **_SSO, **{**_KEPT, "sts_expiration": PAST})]),
    "OAuth": ({}, [_profile("OAuth", **_OAUTH, **_KEPT)]),
    "named profile": (
        {"ALIBABA_CLOUD_PROFILE": "other"},
        [_profile("AK", **_values(ALIBABA_KEY)), _profile("AK", "other", **_values(ALIBABA_READ_ONLY_KEY))],
    ),
    "named profile that is not there": (
        {"ALIBABA_CLOUD_PROFILE": "elsewhere"},
        [_profile("AK", **_values(ALIBABA_KEY))],
    ),
    "mode that nobody knows": ({}, [_profile("Anonymous")]),
    "switched off": ({"ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true"}, [_profile("AK", **_values(ALIBABA_KEY))]),
}
_AK = _section("access_key", **_values(ALIBABA_KEY))
#: Variables, and the SDK's file.
FILES: dict[str, tuple[Mapping[str, str], str]] = {
    "no file": ({}, ""),
    "access_key": ({}, _AK),
    "access_key in another section": ({}, _section("access_key", "elsewhere", **_values(ALIBABA_READ_ONLY_KEY))),
    "access_key with remarks": (
        {},
        _section("access_key # of the account", **{k: f"{v} # mine" for k, v in _values(ALIBABA_KEY).items()}),
    ),
    "access_key elsewhere": ({"ALIBABA_CLOUD_CREDENTIALS_FILE": "{home}/.alibabacloud/credentials.ini"}, _AK),
    "ram_role_arn": (
        {},
        _section("ram_role_arn", **_values(ALIBABA_KEY), role_arn=ALIBABA_ROLE, role_session_name="own"),
    ),
    "oidc_role_arn": (
        {},
        _section(
            "oidc_role_arn",
            role_arn=ALIBABA_ROLE,
            oidc_provider_arn=ALIBABA_OIDC_PROVIDER,
            oidc_token_file_path="{token}",
        ),
    ),
}
SERVICES: dict[str, Mapping[str, str]] = {
    "no service": {},
    "service": {"ALIBABA_CLOUD_CREDENTIALS_URI": f"{{cloud}}{OWN_SERVICE}?for=me"},
}
#: Variables and profiles that name no key, or one of several: the places after them are tried in all ways.
_NOTHING = (
    ("no variables", "role"),
    ("no profiles", "named profile", "named profile that is not there", "mode that nobody knows", "switched off"),
)
#: Of the places after one that names a key, no combination matters: it is enough that there are some.
WORLDS = list(
    dict.fromkeys(
        (
            *itertools.product(KEYS, PROFILES, ["access_key"], ["service"]),
            *itertools.product(["no variables"], PROFILES, ["no file"], ["no service"]),
            *itertools.product(*_NOTHING, FILES, SERVICES),
        )
    )
)


@pytest.fixture(scope="module")
def shared_emulator(shared_clock: FakeClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator under the names of STS and of a machine's metadata, which are fixed in the SDK, as is https.

    The SDK is as it is: the system that it runs on knows these names, and one more certificate authority.
    """
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(STS, REGIONAL, INSIDE).configure_cert(context)
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    running = Emulator(clock=shared_clock.time, monotonic=shared_clock.monotonic, limits=False, tls=context)
    with pytest.MonkeyPatch.context() as patch, running as emulator:
        know({**dict.fromkeys((STS, REGIONAL, INSIDE), emulator.tls_port), METADATA: emulator.port}, patch)
        patch.setenv("SSL_CERT_FILE", str(path))
        patch.setattr(TeaCore, "_sessions", {})
        yield emulator
        for session in TeaCore._sessions.values():
            session.close()


@pytest.fixture
def environ(emulator: Emulator, clock: FakeClock, tmp_path: Path) -> dict[str, str]:
    """A home folder with an ID token, and what a program prints. No metadata are asked, but where a test says so."""
    (tmp_path / "id-token").write_text(id_token(ALIBABA_AUDIENCE, clock.time() + 600), encoding="ascii")
    for name, key in {"printed": ALIBABA_READ_ONLY_KEY, "printed-temporary": ALIBABA_TEMPORARY_KEY}.items():
        text = json.dumps({"mode": "StsToken" if key.token else "AK", **_values(key)})
        (tmp_path / name).write_text(text, encoding="ascii")
    return {"HOME": str(tmp_path), "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"}


def furnish(environ: dict[str, str], emulator: Emulator, world: World) -> None:
    """Put variables and files of a world into it."""
    home = environ["HOME"]
    words = {"{token}": f"{home}/id-token", "{cloud}": emulator.url, "{home}": home}

    def filled(text: str) -> str:
        for word, value in words.items():
            text = text.replace(word, value)
        return text

    variables, profiles, section = world
    environ.update({name: filled(value) for name, value in variables.items()})
    if profiles:
        document = {"current": "default", "profiles": profiles}
        _write(Path(home, ".aliyun", "config.json"), filled(json.dumps(document)))
    if section:
        _write(Path(home, ".alibabacloud", "credentials.ini"), filled(section))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


def found(log: Sequence[Mapping[str, Any]], access_key: str) -> Found:
    """What a log says of the calls for a key: who was asked, the key that has signed it, and what was asked for."""
    wanted = ("RoleArn", "ExternalId", "DurationSeconds", "Policy", "for")
    calls = []
    for entry in log:
        assert entry["status"] == 200
        # An ID token travels in a body with all the rest; the SDK has it in the query.
        query = {} if entry["call"] == "AssumeRoleWithOIDC" else dict(entry["query"])
        host = entry["headers"]["host"] if entry["provider"] == "alibabacloud_sts" and entry["path"] == "/" else ""
        asked_for = {name: value for name, value in query.items() if name in wanted}
        calls.append((entry["call"], host, entry["access_key"], asked_for))
    return calls, access_key


def ours(environ: Mapping[str, str], **options: Any) -> Found:
    """What the collection finds."""
    try:
        log = asked(NAME, environ, **options).log()
    except (ApiError, OptionError):
        return None
    return found(log[:-1], log[-1]["access_key"])


def theirs(environ: Mapping[str, str], emulator: Emulator) -> Found:
    """What the SDK finds."""
    with _variables_of_the_sdk(environ):
        try:
            key = default.DefaultCredentialsProvider().get_credentials()
        except CredentialException:
            return None
    # Of the keys here, those that end begin so; ours are sent with all that belongs to them, or the cloud refuses them.
    assert bool(key.get_security_token()) == key.get_access_key_id().startswith("STS.")
    return found(emulator.log(), key.get_access_key_id())


@contextmanager
def _variables_of_the_sdk(environ: Mapping[str, str]) -> Iterator[None]:
    """The SDK reads its variables when it is imported."""
    modules = (auth_util, auth_constant)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environ.items():
            patch.setenv(name, value)
        for module in modules:
            importlib.reload(module)
        yield
    for module in modules:
        importlib.reload(module)


@pytest.mark.cover
@pytest.mark.parametrize(("keys", "profiles", "files", "service"), WORLDS)
def test_same_key_in_the_same_world(
    keys: str, profiles: str, files: str, service: str, emulator: Emulator, environ: dict[str, str]
) -> None:
    own, section = PROFILES[profiles], FILES[files]
    variables = {**KEYS[keys], **own[0], **section[0], **SERVICES[service]}
    furnish(environ, emulator, (variables, own[1], section[1]))
    assert ours(environ) == theirs(environ, emulator)


_IN_REGION = {"ALIBABA_CLOUD_STS_REGION": "cn-hangzhou"}
_IN_VPC = {**_IN_REGION, "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED": "true"}
_OWN = {**_values(ALIBABA_KEY), **_ROLE}
#: Variables, what the profile says, and the address of STS.
ADDRESSES = [
    ({}, {}, STS),
    (_IN_REGION, {}, REGIONAL),
    (_IN_VPC, {}, INSIDE),
    ({"ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED": "true"}, {}, STS),
    ({}, {"sts_region": "cn-hangzhou"}, REGIONAL),
    ({}, {"sts_region": "cn-hangzhou", "enable_vpc": True}, INSIDE),
    (_IN_VPC, {"enable_vpc": False}, REGIONAL),
    ({}, {"enable_vpc": True}, STS),
]


@pytest.mark.parametrize("profile", [_profile("RamRoleArn", **_OWN), _profile("OIDC", **_OIDC)], ids=["key", "token"])
@pytest.mark.parametrize(("variables", "more", "address"), ADDRESSES)
def test_same_address_of_sts(
    profile: Mapping[str, Any],
    variables: Mapping[str, str],
    more: Mapping[str, Any],
    address: str,
    emulator: Emulator,
    environ: dict[str, str],
) -> None:
    furnish(environ, emulator, (variables, [{**profile, **more}], ""))
    key = ours(environ)
    assert key == theirs(environ, emulator)
    assert key is not None
    assert key[0][0][1] == address


#: Worlds whose first place fails: variables, profiles, the SDK's file.
FAILING: dict[str, World] = {
    "half a key": ({"ALIBABA_CLOUD_ACCESS_KEY_ID": "", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s"}, [], ""),
    "no ID token": ({**KEYS["ID token"], "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "{home}/nowhere"}, [], ""),
    "half of the ID token's variables": ({**_OVER, "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "{token}"}, [], ""),
    "half a profile": ({}, [_profile("RamRoleArn", **_values(ALIBABA_KEY))], ""),
    "role that is not there": (
        {},
        [_profile("RamRoleArn", **_values(ALIBABA_KEY), ram_role_arn=f"{ALIBABA_ROLE}-not")],
        "",
    ),
    "external program that fails": ({}, [_profile("External", process_command="false")], ""),
    "sign-in to CloudSSO that has ended": (
        {},
        [_profile("CloudSSO", **{**_SSO, "cloud_sso_access_token_expire": PAST})],
        "",
    ),
    "access token that CloudSSO refuses": ({}, [_profile("CloudSSO", **{**_SSO, "access_token": "other"})], ""),
    "OAuth whose key has ended": ({}, [_profile("OAuth", **_OAUTH, **{**_KEPT, "sts_expiration": PAST})], ""),
    "source of a role that is not there": (
        {},
        [_profile("ChainableRamRoleArn", source_profile="nowhere", **_ROLE)],
        "",
    ),
    "no JSON": ({}, [], ""),
    "half a section": ({}, [], _section("ram_role_arn", role_arn=ALIBABA_ROLE)),
}


@pytest.mark.cover
@pytest.mark.parametrize("name", FAILING)
def test_where_the_named_place_fails_the_sdk_goes_on_and_the_collection_does_not(
    name: str, emulator: Emulator, environ: dict[str, str]
) -> None:
    """On purpose: the next place may be another account. Without one, neither has a key."""
    furnish(environ, emulator, FAILING[name])
    if name == "no JSON":
        _write(Path(environ["HOME"], ".aliyun", "config.json"), "{")
    assert ours(environ) is None
    assert theirs(environ, emulator) is None
    emulator.reset()
    environ["ALIBABA_CLOUD_CREDENTIALS_URI"] = f"{emulator.url}{OWN_SERVICE}"
    assert ours(environ) is None
    with _variables_of_the_sdk(environ):
        key = default.DefaultCredentialsProvider().get_credentials()
    assert key.get_provider_name() == "default/credential_uri"


_READ_ONLY: Found = ([], ALIBABA_READ_ONLY_KEY.access_key)
_TOKEN_SECTION = {
    "access_key_id": ALIBABA_TEMPORARY_KEY.access_key,
    "access_key_secret": ALIBABA_TEMPORARY_KEY.secret_key,
    "security_token": str(ALIBABA_TEMPORARY_KEY.token),
}
_SENT = {"RoleArn": ALIBABA_ROLE, "DurationSeconds": "3600"}
_FETCHED = "STS.ALIISSUED000001"
#: Where the collection has a key on purpose that the SDK has not: the world, and the key of either.
ELSEWISE: dict[str, tuple[World, Found, Found]] = {
    # The command line tool, whose file this is, takes the key that it has kept; the SDK asks for one at every start.
    "key that CloudSSO has kept": (
        ({}, [_profile("CloudSSO", **_SSO, **_KEPT)], ""),
        ([], ALIBABA_TEMPORARY_KEY.access_key),
        ([("CreateCloudCredential", "", None, {})], _FETCHED),
    ),
    "key that CloudSSO has kept after the end of the sign-in": (
        ({}, [_profile("CloudSSO", **{**_SSO, **_KEPT, "cloud_sso_access_token_expire": PAST})], ""),
        ([], ALIBABA_TEMPORARY_KEY.access_key),
        None,
    ),
    # The tool signs with the token as well; the SDK drops it, so that STS refuses the key.
    "role by a temporary key": (
        ({}, [_profile("RamRoleArn", **_values(ALIBABA_TEMPORARY_KEY), **_ROLE)], ""),
        ([("AssumeRole", STS, ALIBABA_TEMPORARY_KEY.access_key, _SENT)], _FETCHED),
        None,
    ),
    # A mode of the tool that the SDK does not know.
    "CredentialsURI": (
        ({}, [_profile("CredentialsURI", credentials_uri=f"{{cloud}}{OWN_SERVICE}")], ""),
        ([("GetOwnKey", "", None, {})], _FETCHED),
        None,
    ),
    # Types of the SDK's file that older versions of it, and those for other languages, have.
    "section of type sts": (({}, [], _section("sts", **_TOKEN_SECTION)), ([], ALIBABA_TEMPORARY_KEY.access_key), None),
    "section without a type": (({}, [], _section(None, **_values(ALIBABA_READ_ONLY_KEY))), _READ_ONLY, None),
    # No two places are mixed; the SDK takes the role of a profile that has none from the environment.
    "role of the environment, key of a profile": (
        (_OVER, [_profile("RamRoleArn", **_values(ALIBABA_KEY))], ""),
        None,
        ([("AssumeRole", STS, ALIBABA_KEY.access_key, _SENT)], _FETCHED),
    ),
}


@pytest.mark.parametrize("name", ELSEWISE)
def test_where_the_collection_decides_in_another_way(name: str, emulator: Emulator, environ: dict[str, str]) -> None:
    world, own, of_the_sdk = ELSEWISE[name]
    furnish(environ, emulator, world)
    assert ours(environ) == own
    assert theirs(environ, emulator) == of_the_sdk


def test_token_in_a_section_is_sent(emulator: Emulator, environ: dict[str, str]) -> None:
    """On purpose: the SDK drops it, and the cloud then refuses the key."""
    furnish(environ, emulator, ({}, [], _section("access_key", **_TOKEN_SECTION)))
    assert asked(NAME, environ).log()[-1]["status"] == 200
    with _variables_of_the_sdk(environ):
        key = default.DefaultCredentialsProvider().get_credentials()
    assert (key.get_access_key_id(), key.get_security_token()) == (ALIBABA_TEMPORARY_KEY.access_key, None)


@pytest.mark.parametrize("role", [None, "machine"])
def test_emulated_machine_gives_both_the_same_key(
    role: str | None, emulator: Emulator, environ: dict[str, str]
) -> None:
    # Without its own thread, which would go on asking after the test.
    sdk = EcsRamRoleCredentialsProvider(role_name=role, async_update_enabled=False)
    key = sdk.get_credentials().get_access_key_id()
    calls = {entry["call"] for entry in emulator.log()}
    furnish(environ, emulator, ({}, [_profile("EcsRamRole", **({"ram_role_name": role} if role else {}))], ""))
    own = ours(environ)
    assert own is not None
    assert (own[1], {call for call, *_ in own[0]}) == (key, calls)
