# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where AWS's keys come from: the first place that names a way to one, in the order of the official SDK."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha1
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Provider, Runtime
from tests.emulator.clock import rfc3339
from tests.emulator.id_tokens import id_token
from tests.emulator.transport import EmulatedTransport, wire_of
from tests.unit.keyless import Time
from tests.unit.support import answer, raw_answer

from .accounts import (
    AWS_AUDIENCE,
    AWS_EXTERNAL_ID,
    AWS_KEY,
    AWS_ROLE,
    AWS_SSO_ROLE,
    AWS_SSO_TOKEN,
    AWS_TEMPORARY_KEY,
    AWS_TENANT,
)
from .blueprint import DISTRIBUTION
from .kit import refused

NAME = "aws_cloudfront"
OWN = {"AWS_ACCESS_KEY_ID": AWS_KEY.access_key, "AWS_SECRET_ACCESS_KEY": AWS_KEY.secret_key}
KEY = f"aws_access_key_id = {AWS_KEY.access_key}\naws_secret_access_key = {AWS_KEY.secret_key}\n"
START = "https://example.awsapps.com/start"
#: Of a single sign-on: what a profile says of the role, and what it or its session says of the login.
SSO_ROLE = f"sso_account_id = {AWS_TENANT}\nsso_role_name = {AWS_SSO_ROLE}\n"
SSO_LOGIN = f"sso_start_url = {START}\nsso_region = eu-west-1\n"
SESSION = f"[sso-session s]\n{SSO_LOGIN}"
ISSUED = "ASIATESTISSUED"
OIDC = {"oidc_role": AWS_ROLE}
KEY_OF_STS = (
    b"<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>K</AccessKeyId>"
    b"<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>"
    b"</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"
)
WHOLE = {"AccessKeyId": "K", "SecretAccessKey": "s", "Token": "t", "Expiration": "2099-01-01T00:00:00Z"}


class World:
    """The emulated cloud, and a user's files and environment."""

    def __init__(self, home: Path) -> None:
        self.clock = Time()
        self.clouds = EmulatedTransport(self.clock)
        self.home = home
        self.environ = {"HOME": str(home)}
        self.dmi = ""
        self.sent: list[Any] = []
        self.auths: list[Any] = []
        #: Responses in the place of the cloud's, by a part of the URL.
        self.spoilt: dict[str, Answer | ApiError] = {}
        #: Environments that transports were made for.
        self.networks: list[Mapping[str, str]] = []

    def open(self, **options: Any) -> Provider:
        def network(_verify: Any, environ: Mapping[str, str]) -> World:
            self.networks.append(environ)
            return self

        runtime = Runtime(
            self.clock, self.environ, lambda _text: None, network, dmi=lambda key: self.dmi if "vendor" in key else ""
        )
        declared = PROVIDERS[NAME]
        chosen = {**declared.defaults(), "retries": 0, "distribution_id": DISTRIBUTION, **options}
        return declared.open_provider(chosen, runtime)

    def send(self, request: Any, auth: Any, *more: Any) -> Any:
        self.sent.append(request)
        self.auths.append(auth)
        for part, spoilt in self.spoilt.items():
            if part in request.url:
                if isinstance(spoilt, ApiError):
                    raise spoilt
                return spoilt
        if urlsplit(request.url).path == "/container":
            return answer(
                {
                    "AccessKeyId": AWS_TEMPORARY_KEY.access_key,
                    "SecretAccessKey": AWS_TEMPORARY_KEY.secret_key,
                    "Token": AWS_TEMPORARY_KEY.token,
                    "Expiration": "2099-01-01T00:00:00Z",
                }
            )
        return self.clouds.send(request, auth, *more)

    def ask(self, **options: Any) -> str:
        """The access key id that CloudFront has taken."""
        # So that the cloud's rate is no matter.
        self.clock.advance(5.0)
        self.open(**options).query(Filters())
        entry = self.clouds.log()[-1]
        assert (entry["call"], entry["status"]) == ("ListInvalidations", 200)
        return str(entry["access_key"])

    def calls(self) -> list[str]:
        return [entry["call"] for entry in self.clouds.log()]

    def forms(self) -> list[dict[str, str]]:
        """What STS was sent."""
        bodies = (request.body or b"" for request in self.sent if request.method == "POST")
        return [{name: value for name, (value,) in parse_qs(body.decode()).items()} for body in bodies]

    def write(self, place: str, text: str) -> str:
        path = self.home / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        return str(path)

    def login(self, session: str = "s", **values: Any) -> str:
        """What the tool keeps of a login, for an hour."""
        kept = {"accessToken": AWS_SSO_TOKEN, "expiresAt": rfc3339(self.clock.time() + 3600.0), **values}
        return self.write(f".aws/sso/cache/{sha1(session.encode()).hexdigest()}.json", json.dumps(kept))

    def program(self, name: str = "default", printed: Any = None, exit_status: int = 0) -> str:
        """A profile that names a program."""
        script = self.write("program.py", f"print({json.dumps(printed)!r})\nraise SystemExit({exit_status})")
        command = shlex.join([sys.executable, script])
        title = "default" if name == "default" else f"profile {name}"
        return f"[{title}]\ncredential_process = {command}\n"

    def token(self) -> str:
        return self.write("token", id_token(AWS_AUDIENCE, self.clock.time() + 600.0))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_id_token_travels_in_the_body_of_an_unsigned_call(world: World) -> None:
    path = world.token()
    assert world.ask(**OIDC, oidc_file=path, role_session_name="release", role_duration=900).startswith(ISSUED)
    request = world.sent[0]
    assert request.url == "https://sts.us-east-1.amazonaws.com/"
    assert world.forms() == [
        {
            "Action": "AssumeRoleWithWebIdentity",
            "Version": "2011-06-15",
            "RoleArn": AWS_ROLE,
            "RoleSessionName": "release",
            "DurationSeconds": "900",
            "WebIdentityToken": Path(path).read_text(encoding="utf-8"),
        }
    ]
    assert "authorization" not in {name.lower() for name in request.headers}
    assert world.clouds.log()[0]["access_key"] in (None, "")


def test_variables_of_a_pod_or_of_a_ci_step(world: World) -> None:
    world.environ.update(AWS_ROLE_ARN=AWS_ROLE, AWS_WEB_IDENTITY_TOKEN_FILE=world.token(), AWS_ROLE_SESSION_NAME="pod")
    assert world.ask().startswith(ISSUED)
    assert world.forms()[0]["RoleSessionName"] == "pod"
    # A key comes first, and a profile that an option names passes over both.
    world.environ.update(OWN)
    assert world.ask() == AWS_KEY.access_key
    world.write(".aws/credentials", f"[p]\naws_access_key_id = {AWS_TEMPORARY_KEY.access_key}\n"
                f"aws_secret_access_key = {AWS_TEMPORARY_KEY.secret_key}\n"
                f"aws_session_token = {AWS_TEMPORARY_KEY.token}\n")  # fmt: skip
    assert world.ask(profile="p") == AWS_TEMPORARY_KEY.access_key


def test_token_file_without_a_role_is_an_error(world: World) -> None:
    world.environ["AWS_WEB_IDENTITY_TOKEN_FILE"] = world.token()
    with pytest.raises(OptionError, match="AWS_ROLE_ARN is missing"):
        world.open()


def test_ci_job_is_asked_for_an_id_token(world: World) -> None:
    with pytest.raises(OptionError, match="there is no ID token"):
        world.open(**OIDC)
    world.environ["ACTIONS_ID_TOKEN_REQUEST_URL"] = "https://ci.example.com/id-token-request?version=2"
    world.environ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "request-token"
    world.spoilt["id-token-request"] = answer({"value": id_token(AWS_AUDIENCE, world.clock.time() + 600.0)})
    assert world.ask(**OIDC).startswith(ISSUED)
    assert parse_qs(urlsplit(world.sent[0].url).query)["audience"] == [AWS_AUDIENCE]


def test_role_on_top_of_a_key_is_signed_with_it(world: World) -> None:
    key = {"access_key": AWS_KEY.access_key, "secret_key": AWS_KEY.secret_key}
    assert world.ask(**key, assume_role=AWS_ROLE, external_id=AWS_EXTERNAL_ID).startswith(ISSUED)
    assert world.calls() == ["AssumeRole", "ListInvalidations"]
    assert world.clouds.log()[0]["access_key"] == AWS_KEY.access_key
    with pytest.raises(ApiError, match="sts:AssumeRole") as caught:
        world.ask(**key, assume_role=AWS_ROLE, external_id="somebody-else")
    assert caught.value.kind == "lasting"


def test_roles_are_chained(world: World) -> None:
    assert world.ask(**OIDC, oidc_file=world.token(), assume_role=AWS_ROLE).startswith(ISSUED)
    assert world.calls() == ["AssumeRoleWithWebIdentity", "AssumeRole", "ListInvalidations"]
    with pytest.raises(OptionError, match="role_duration: at most 3600"):
        world.open(access_key="a", secret_key="b", security_token="c", assume_role=AWS_ROLE, role_duration=7200)


@pytest.mark.parametrize(
    ("config", "credentials", "calls"),
    [
        (f"[default]\nrole_arn = {AWS_ROLE}\nsource_profile = base\n", f"[base]\n{KEY}", ["AssumeRole"]),
        (f"[default]\nrole_arn = {AWS_ROLE}\nsource_profile = default\n", f"[default]\n{KEY}", ["AssumeRole"]),
        (f"[profile base]\n{KEY}[default]\nrole_arn = {AWS_ROLE}\nsource_profile = base\n", "", ["AssumeRole"]),
        (
            f"[default]\nrole_arn = {AWS_ROLE}\nsource_profile = middle\n"
            f"[profile middle]\nrole_arn = {AWS_ROLE}\nsource_profile = base\n",
            f"[base]\n{KEY}",
            ["AssumeRole", "AssumeRole"],
        ),
        (
            f"[default]\nrole_arn = {AWS_ROLE}\ncredential_source = Ec2InstanceMetadata\n",
            "",
            ["CreateMetadataToken", "ListMachineRoles", "GetMachineKey", "AssumeRole"],
        ),
        (f"[default]\nrole_arn = {AWS_ROLE}\ncredential_source = EcsContainer\n", "", ["AssumeRole"]),
        (f"[default]\nrole_arn = {AWS_ROLE}\nweb_identity_token_file = TOKEN\n", "", ["AssumeRoleWithWebIdentity"]),
    ],
)
def test_profiles_that_assume_a_role(world: World, config: str, credentials: str, calls: list[str]) -> None:
    world.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1/container"
    world.write(".aws/config", config.replace("TOKEN", world.token()))
    if credentials:
        world.write(".aws/credentials", credentials)
    assert world.ask().startswith(ISSUED)
    assert world.calls() == [*calls, "ListInvalidations"]


def test_credential_source_environment(world: World) -> None:
    world.write(".aws/config", f"[profile p]\nrole_arn = {AWS_ROLE}\ncredential_source = Environment\n")
    world.environ.update(OWN, AWS_PROFILE="p")
    # The key of the environment comes before a profile that no option names.
    assert world.ask() == AWS_KEY.access_key
    assert world.ask(profile="p").startswith(ISSUED)


def test_a_profile_says_how_long_and_under_which_name(world: World) -> None:
    text = f"role_arn = {AWS_ROLE}\nsource_profile = base\nrole_session_name = own\nduration_seconds = 900\n"
    world.write(".aws/config", f"[default]\n{text}external_id = {AWS_EXTERNAL_ID}\n")
    world.write(".aws/credentials", f"[base]\n{KEY}")
    world.ask()
    form = world.forms()[0]
    assert (form["RoleSessionName"], form["DurationSeconds"], form["ExternalId"]) == ("own", "900", AWS_EXTERNAL_ID)
    world.ask(role_session_name="option", role_duration=1800)
    assert (world.forms()[1]["RoleSessionName"], world.forms()[1]["DurationSeconds"]) == ("option", "1800")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("source_profile = gone", "there is no key in its source_profile gone"),
        ("", "expected source_profile or credential_source"),
        ("source_profile = a\ncredential_source = Environment", "expected source_profile or credential_source"),
        ("credential_source = 5ecret", "expected credential_source Environment, Ec2InstanceMetadata or EcsContainer"),
        ("credential_source = Environment", "credential_source Environment names no key"),
        ("source_profile = a\nmfa_serial = 5ecret", "mfa_serial asks for a second factor"),
        ("source_profile = a\n[profile a]\nrole_arn = x\nsource_profile = default", "leads back to itself"),
        ("source_profile = base\nduration_seconds = 5", "duration_seconds: expected 900 to 43200"),
        ("source_profile = base\nduration_seconds = 5ecret", "duration_seconds: expected 900 to 43200"),
        ("source_profile = base\nrole_session_name = 5ecret 5ecret", "role_session_name"),
        ("source_profile = sso", "profile sso is of a single sign-on, but sso_account_id and sso_role_name is missing"),
    ],
)
def test_profile_that_names_half_a_way_is_an_error(world: World, text: str, told: str) -> None:
    world.write(
        ".aws/config", f"[profile sso]\n{SSO_LOGIN}[profile base]\n{KEY}[default]\nrole_arn = {AWS_ROLE}\n{text}\n"
    )
    with pytest.raises(OptionError, match=told) as caught:
        world.open()
    assert "5ecret" not in str(caught.value)
    assert world.sent == []


@pytest.mark.parametrize(
    ("config", "credentials", "told"),
    [
        ("sso_session = s", "", "its sso_session s is not in .*/config"),
        (f"sso_session = s\n{SESSION}", "", "sso_account_id and sso_role_name is missing"),
        (f"sso_session = s\nsso_region = 5ecret\n{SESSION}", "", "its sso_session says something else of sso_region"),
        (SSO_ROLE, KEY, "sso_start_url and sso_region is missing"),
        (
            "sso_start_url = s",
            KEY,
            "of a single sign-on, but sso_account_id and sso_role_name and sso_region is missing",
        ),
        (f"{SSO_ROLE}sso_start_url = s\nsso_region = 5ecret.example.com/", "", "sso_region is no id of a region"),
        ("credential_process = '", "", "this is no command"),
        (f"login_session = s\n{KEY}", "", "a login in a browser, .*: hand over what"),
        ("login_session = s\ncredential_process = true\n", "", "a login in a browser"),
        ("role_arn =", KEY, "role_arn is empty"),
    ],
)
def test_way_that_the_sdk_would_take_is_not_passed_over(world: World, config: str, credentials: str, told: str) -> None:
    """What comes after it, such as the machine's role, may be of another account."""
    world.dmi = "Amazon EC2\n"
    world.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1/container"
    world.write(".aws/config", f"[default]\n{config}\n")
    world.write(".aws/credentials", f"[default]\n{credentials}" if credentials else "")
    with pytest.raises(OptionError, match=told) as caught:
        world.open()
    assert "5ecret" not in str(caught.value)
    assert world.sent == []


def test_token_file_of_a_profile_without_a_role_is_an_error(world: World) -> None:
    world.write(".aws/config", f"[default]\nweb_identity_token_file = {world.token()}\n")
    with pytest.raises(
        OptionError, match="The profile default: web_identity_token_file is set, but role_arn is missing"
    ):
        world.open()


def test_program_after_a_key_is_not_needed(world: World) -> None:
    world.write(".aws/config", "[default]\ncredential_process = x\n")
    world.write(".aws/credentials", f"[default]\n{KEY}")
    assert world.ask() == AWS_KEY.access_key


PRINTED = {"Version": 1, "AccessKeyId": AWS_KEY.access_key, "SecretAccessKey": AWS_KEY.secret_key}
PRINTED_TEMPORARY = {
    "Version": 1,
    "AccessKeyId": AWS_TEMPORARY_KEY.access_key,
    "SecretAccessKey": AWS_TEMPORARY_KEY.secret_key,
    "SessionToken": AWS_TEMPORARY_KEY.token,
    "Expiration": "2099-01-01T00:00:00Z",
}


@pytest.mark.parametrize("printed", [PRINTED, PRINTED_TEMPORARY])
def test_program_prints_a_key(world: World, printed: Mapping[str, Any]) -> None:
    world.write(".aws/config", world.program(printed=printed))
    assert world.ask() == printed["AccessKeyId"]
    # Of the settings a key comes after it; and a role may be assumed with what it prints, as long as the cloud lets it.
    world.write(".aws/config", f"{world.program('p', printed)}{KEY}[default]\nrole_arn = {AWS_ROLE}\n"
                "source_profile = p\nduration_seconds = 7200\n")  # fmt: skip
    assert world.ask().startswith(ISSUED)
    assert [entry["access_key"] for entry in world.clouds.log()][1] == printed["AccessKeyId"]


@pytest.mark.parametrize(
    ("printed", "exit_status", "told"),
    [
        ({**PRINTED, "Version": 2}, 0, "printed no whole key"),
        ({name: PRINTED[name] for name in PRINTED if name != "Version"}, 0, "printed no whole key"),
        ({**PRINTED, "SecretAccessKey": ""}, 0, "printed no whole key"),
        ([PRINTED], 0, "printed no whole key"),
        (PRINTED, 7, "ended with exit status 7"),
    ],
)
def test_program_that_prints_no_key(world: World, printed: Any, exit_status: int, told: str) -> None:
    world.write(".aws/config", world.program(printed=printed, exit_status=exit_status))
    with pytest.raises(ApiError, match=told) as caught:
        world.ask()
    assert caught.value.kind == "lasting"
    assert AWS_KEY.secret_key not in f"{caught.value}{caught.value.hint}"
    assert world.sent == []


@pytest.mark.parametrize("name", ["config", "credentials"])
def test_program_in_a_file_that_others_may_write_is_not_run(world: World, name: str) -> None:
    other = {"config": "credentials", "credentials": "config"}[name]
    Path(world.write(f".aws/{other}", "[default]\nregion = x\n")).chmod(0o666)
    path = Path(world.write(f".aws/{name}", world.program(printed=PRINTED)))
    assert world.ask() == AWS_KEY.access_key
    path.chmod(0o620)
    with pytest.raises(OptionError, match="others may write the file: run chmod 600"):
        world.open()


SSO_PROFILES = [
    ("s", f"[default]\nsso_session = s\n{SSO_ROLE}{SESSION}"),
    (START, f"[default]\n{SSO_ROLE}{SSO_LOGIN}"),
]


@pytest.mark.parametrize(("session", "config"), SSO_PROFILES)
def test_login_that_the_tool_has_kept_leads_to_a_key(world: World, session: str, config: str) -> None:
    world.write(".aws/config", config)
    world.login(session)
    assert world.ask().startswith(ISSUED)
    assert world.calls() == ["GetRoleCredentials", "ListInvalidations"]
    query = f"account_id={AWS_TENANT}&role_name={AWS_SSO_ROLE}"
    assert world.sent[0].url == f"https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?{query}"
    # What the SDK takes before a key in the file of credentials; and another role's profile may build upon it.
    world.write(".aws/credentials", f"[default]\n{KEY}")
    assert world.ask().startswith(ISSUED)
    world.write(".aws/config", f"{config.replace('default', 'profile p')}[default]\nrole_arn = {AWS_ROLE}\n"
                "source_profile = p\n")  # fmt: skip
    assert world.ask().startswith(ISSUED)
    assert world.calls()[-3:] == ["GetRoleCredentials", "AssumeRole", "ListInvalidations"]


def test_login_in_china_has_its_own_portal(world: World) -> None:
    world.write(".aws/config", SSO_PROFILES[1][1].replace("eu-west-1", "cn-north-1"))
    # As older tools wrote it.
    world.login(START, expiresAt="2099-01-01T00:00:00UTC")
    world.ask()
    assert urlsplit(world.sent[0].url).netloc == "portal.sso.cn-north-1.amazonaws.com.cn"


@pytest.mark.parametrize(
    ("kept", "code"),
    [
        (None, "SignInMissing"),
        ({"accessToken": ""}, "SignInMissing"),
        ({"accessToken": "hush hush"}, "SignInMissing"),
        ({"accessToken": ["hush-hush"]}, "SignInMissing"),
        ({"expiresAt": "hush-hush"}, "SignInMissing"),
        ({"expiresAt": None}, "SignInMissing"),
        ({"expiresAt": "2020-01-01T00:00:00Z", "accessToken": "hush-hush"}, "SignInExpired"),
        ({"accessToken": "hush-hush"}, "SignInRefused"),
    ],
)
def test_login_that_is_over_says_what_to_do(world: World, kept: Mapping[str, Any] | None, code: str) -> None:
    world.write(".aws/config", SSO_PROFILES[0][1])
    if kept is not None:
        world.login(**kept)
    with pytest.raises(ApiError, match="aws sso login") as caught:
        world.ask()
    assert (caught.value.code, caught.value.kind) == (code, "lasting")
    assert "hush" not in f"{caught.value}{caught.value.hint}"
    assert world.calls() == (["GetRoleCredentials"] if code == "SignInRefused" else [])


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "\xff"])
def test_login_in_a_file_of_something_else(world: World, text: str) -> None:
    world.write(".aws/config", SSO_PROFILES[0][1])
    Path(world.login()).write_bytes(text.encode("latin-1"))
    with pytest.raises(ApiError, match="Run aws sso login"):
        world.ask()


SSO_KEY = {"accessKeyId": "K", "secretAccessKey": "hush", "sessionToken": "t", "expiration": 4070908800000}


@pytest.mark.parametrize(
    ("spoilt", "kind"),
    [
        (answer({"message": f"No access with {AWS_SSO_TOKEN}"}, 403), "lasting"),
        (answer({"message": AWS_SSO_TOKEN}, 404), "lasting"),
        (answer({"message": AWS_SSO_TOKEN}, 429), "throttled"),
        (answer({"roleCredentials": SSO_KEY}, 500), "passing"),
        (answer({"message": AWS_SSO_TOKEN}), "passing"),
        (answer([AWS_SSO_TOKEN]), "passing"),
        *((answer({"roleCredentials": {**SSO_KEY, name: value}}), "passing")
          for name, value in (("expiration", None), ("expiration", "x"), ("sessionToken", ""), ("accessKeyId", 5))),
    ],
)  # fmt: skip
def test_portal_that_gives_no_key(world: World, spoilt: Answer, kind: str) -> None:
    world.write(".aws/config", SSO_PROFILES[0][1])
    world.login()
    world.spoilt["portal.sso"] = spoilt
    with pytest.raises(ApiError) as caught:
        world.ask()
    assert caught.value.kind == kind
    assert AWS_SSO_TOKEN not in f"{caught.value}{caught.value.hint}"


@pytest.mark.parametrize("name", ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"])
def test_file_that_is_named_and_not_there_is_told_of(world: World, name: str) -> None:
    world.environ[name] = "~/nowhere"
    told = f"{name} names {world.home}/nowhere, which is not there"
    with pytest.raises(OptionError, match=f"No credentials for AWS: {told}"):
        world.open()
    with pytest.raises(OptionError, match=f"there is no profile p in .*; {told}"):
        world.open(profile="p")
    world.environ["AWS_PROFILE"] = "p"
    text = f"[{{}}p]\nrole_arn = {AWS_ROLE}\nsource_profile = base\n"
    world.write(".aws/credentials", text.format(""))
    world.write(".aws/config", text.format("profile "))
    with pytest.raises(OptionError, match=f"no key in its source_profile base; {told}"):
        world.open()
    # Only where there is no key: the SDK takes one from elsewhere as well.
    world.environ.update(OWN)
    assert world.ask() == AWS_KEY.access_key


@pytest.mark.parametrize("name", ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"])
def test_token_in_the_place_of_its_file_is_not_shown(world: World, name: str) -> None:
    token = id_token(AWS_AUDIENCE, world.clock.time() + 600.0)
    world.environ[name] = token
    world.environ.update(AWS_ROLE_ARN=AWS_ROLE, AWS_CONTAINER_CREDENTIALS_FULL_URI="http://127.0.0.1:1/container")
    with pytest.raises(ApiError, match="its name is a token") as caught:
        world.ask()
    assert token not in str(caught.value)
    world.environ[name] = "a\0b"
    with pytest.raises(ApiError, match="TokenFile"):
        world.ask()


def test_variables_count_for_the_profile_that_is_chosen_alone(world: World) -> None:
    """Not for one that another profile leads to."""
    base = (
        f"[profile base]\nrole_arn = {AWS_ROLE}\nweb_identity_token_file = {world.token()}\nrole_session_name = own\n"
    )
    world.write(".aws/config", f"[default]\nrole_arn = {AWS_ROLE}\nsource_profile = base\n{base}")
    world.environ.update(AWS_ROLE_ARN=f"{AWS_ROLE}-other", AWS_ROLE_SESSION_NAME="pod")
    assert world.ask().startswith(ISSUED)
    assert world.forms()[0]["RoleSessionName"] == "own"
    world.environ.update(AWS_PROFILE="base", AWS_ROLE_ARN=AWS_ROLE)
    assert world.ask().startswith(ISSUED)
    assert world.forms()[2]["RoleSessionName"] == "pod"


def test_variable_names_the_role_of_a_profiles_token(world: World) -> None:
    world.write(".aws/config", f"[default]\nrole_arn = {AWS_ROLE}-other\nweb_identity_token_file = {world.token()}\n")
    world.environ["AWS_ROLE_ARN"] = AWS_ROLE
    assert world.ask().startswith(ISSUED)


def test_session_name_of_the_environment_is_checked(world: World) -> None:
    world.environ.update(AWS_ROLE_ARN=AWS_ROLE, AWS_WEB_IDENTITY_TOKEN_FILE=world.token())
    world.environ["AWS_ROLE_SESSION_NAME"] = "a\udcff"
    with pytest.raises(OptionError, match="role_session_name"):
        world.open()


@pytest.mark.parametrize("option", ["oidc_role", "assume_role"])
def test_role_is_named_by_its_arn(world: World, option: str) -> None:
    given = {"oidc_token": "a.b.c"} if option == "oidc_role" else {"access_key": "AK", "secret_key": "5ecret"}
    options: dict[str, Any] = {**given, option: "acs:ram::1:role/ci"}
    with pytest.raises(OptionError, match=f"{option}: expected the ARN of a role"):
        world.open(**options)


@pytest.mark.parametrize(
    ("environ", "address", "header"),
    [
        ({"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/container"}, "http://169.254.170.2/container", None),
        (
            {
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "POD",
            },
            "http://169.254.170.23/container",
            "pod-token",
        ),
        (
            {
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a-token",
            },
            "http://127.0.0.1:1/container",
            "a-token",
        ),
    ],
)
def test_container(world: World, environ: dict[str, str], address: str, header: str | None) -> None:
    pod = world.write("pod", "pod-token\n")
    world.environ.update({name: pod if value == "POD" else value for name, value in environ.items()})
    assert world.ask() == AWS_TEMPORARY_KEY.access_key
    assert world.sent[0].url == address
    assert world.sent[0].headers.get("Authorization") == header
    # Nobody's proxy sees it.
    assert {} in world.networks


@pytest.mark.parametrize(
    ("status", "kind", "told"), [(401, "lasting", "a role"), (403, "lasting", "a role"), (503, "passing", "HTTP 503")]
)
def test_container_without_a_role_is_told_to_get_one(world: World, status: int, kind: str, told: str) -> None:
    world.environ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/container"
    world.spoilt["/container"] = raw_answer(b"", status)
    with pytest.raises(ApiError, match=told) as caught:
        world.ask()
    assert caught.value.kind == kind
    assert ("Give the task or the pod a role" in str(caught.value)) == (kind == "lasting")


@pytest.mark.parametrize("uri", ["http://keys.example.com/", "https://u:p@keys.example.com/", "nonsense"])
def test_container_that_is_elsewhere_is_an_error(world: World, uri: str) -> None:
    world.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = uri
    with pytest.raises(OptionError, match="AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        world.open()


def test_machine_is_asked_where_somebody_says_so(world: World) -> None:
    with pytest.raises(OptionError, match="No credentials for AWS"):
        world.open()
    assert world.ask(instance_role=True).startswith(ISSUED)
    assert world.calls() == ["CreateMetadataToken", "ListMachineRoles", "GetMachineKey", "ListInvalidations"]
    assert world.sent[0].url.startswith("http://169.254.169.254/")
    assert {} in world.networks
    world.dmi = "Amazon EC2\n"
    assert world.ask().startswith(ISSUED)
    for forbidden in ({"instance_role": False}, {}):
        if not forbidden:
            world.environ["AWS_EC2_METADATA_DISABLED"] = "true"
        with pytest.raises(OptionError, match="No credentials for AWS"):
            world.open(**forbidden)


@pytest.mark.parametrize(
    ("part", "spoilt", "told"),
    [
        ("/security-credentials/", raw_answer(b"", 404), "Attach an instance profile to this machine"),
        ("/security-credentials/", raw_answer(b"", 500), "no usable response"),
        ("/security-credentials/", raw_answer(b"a role/../"), "no usable response"),
        *(
            ("/security-credentials/machine", answer(found), "no usable response")
            for found in ({**WHOLE, "Code": "AssumeRoleUnauthorizedAccess"}, [WHOLE], {**WHOLE, "Token": ""})
        ),
    ],
)
def test_machine_without_a_role_is_told_to_get_one(world: World, part: str, spoilt: Answer, told: str) -> None:
    """An error comes with the status of a success."""
    world.spoilt[part] = spoilt
    with pytest.raises(ApiError, match=told) as caught:
        world.ask(instance_role=True)
    assert caught.value.kind == "lasting"
    assert "ListInvalidations" not in world.calls()


@pytest.mark.parametrize("status", [301, 307])
def test_redirect_of_metadata_is_not_followed(world: World, status: int) -> None:
    world.spoilt["169.254"] = raw_answer(b"", status, location="http://elsewhere.example.com/")
    with pytest.raises(ApiError, match="no usable response from this machine's metadata"):
        world.ask(instance_role=True)
    assert len(world.sent) == 1


@pytest.mark.parametrize("status", [404, 405, 503])
def test_first_version_of_metadata_is_not_asked(world: World, status: int) -> None:
    world.spoilt["/api/token"] = raw_answer(b"", status)
    with pytest.raises(ApiError, match="MetadataVersion"):
        world.ask(instance_role=True)
    assert len(world.sent) == 1


def test_china_has_its_own_sts(world: World) -> None:
    role = AWS_ROLE.replace("arn:aws:", "arn:aws-cn:")
    # The emulated role is one of the other partition.
    with pytest.raises(ApiError, match="AccessDenied"):
        world.ask(oidc_role=role, oidc_file=world.token(), partition="aws-cn")
    assert world.sent[0].url == "https://sts.cn-northwest-1.amazonaws.com.cn/"


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("https://sts.eu-west-1.amazonaws.com", "eu-west-1"),
        ("https://sts-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("https://sts.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("https://sts.amazonaws.com", "us-east-1"),
        ("https://vpce-1.sts.eu-west-1.vpce.amazonaws.com", "eu-west-1"),
    ],
)
def test_region_of_the_address_of_sts_is_signed(world: World, address: str, region: str) -> None:
    key = {"access_key": AWS_KEY.access_key, "secret_key": AWS_KEY.secret_key}
    # The emulated STS stands in two regions alone.
    with suppress(ApiError):
        world.ask(**key, assume_role=AWS_ROLE, sts_endpoint=address)
    assert world.sent[0].url == f"{address}/"
    text = wire_of(world.sent[0], world.auths[0]).headers["authorization"]
    assert f"/{region}/sts/aws4_request" in text


@pytest.mark.parametrize(
    ("spoilt", "kind", "is_trust"),
    [
        (refused("AccessDenied", 403), "lasting", True),
        # The cloud could not ask the identity provider, which may be of this moment.
        (refused("IDPCommunicationError"), "passing", False),
        (refused("Throttling"), "throttled", False),
        (raw_answer(KEY_OF_STS, 502), "passing", False),
        (raw_answer(KEY_OF_STS, 418), "lasting", False),
        (raw_answer(b"<AssumeRoleWithWebIdentityResponse/>"), "passing", False),
        (raw_answer(b"<Other><Credentials><AccessKeyId>K</AccessKeyId></Credentials></Other>"), "passing", False),
    ],
)
def test_response_of_sts_that_is_no_success_holds_no_key(
    world: World, spoilt: Answer, kind: str, is_trust: bool
) -> None:
    world.spoilt["//sts."] = spoilt
    with pytest.raises(ApiError) as caught:
        world.ask(**OIDC, oidc_file=world.token())
    assert caught.value.kind == kind
    assert ("trust policy" in str(caught.value)) == is_trust
    assert len(world.sent) == 1


def test_expired_id_token_is_fetched_anew_once(world: World) -> None:
    path = world.write("token", id_token(AWS_AUDIENCE, world.clock.time() - 600.0))
    with pytest.raises(ApiError, match="trust policy") as caught:
        world.ask(**OIDC, oidc_file=path)
    assert world.calls() == ["AssumeRoleWithWebIdentity"] * 2
    assert caught.value.kind == "lasting"
    assert Path(path).read_text(encoding="utf-8") not in str(caught.value)


def test_token_of_an_audience_that_the_role_does_not_take(world: World) -> None:
    path = world.write("token", id_token("somebody else", world.clock.time() + 600.0))
    with pytest.raises(ApiError, match="trust policy") as caught:
        world.ask(**OIDC, oidc_file=path)
    assert "somebody else" in str(caught.value)
    assert caught.value.kind == "lasting"


def test_nothing_is_written_to_disk(world: World) -> None:
    world.ask(**OIDC, oidc_file=world.token())
    world.ask(instance_role=True)
    assert [found.name for found in world.home.rglob("*")] == ["token"]
