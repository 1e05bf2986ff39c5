# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which credentials are used: one place, the first one that names any, and none of it in any text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import Request

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import (
    AccessKey,
    check_sendable,
    complete_access_key,
    home_file,
    read_ini,
    read_text,
)
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Runtime
from tests.unit.support import ALIBABA, HUAWEI, FakeClock, FakeTransport, Sent, answer, bench, data

#: No message may hold one of these.
SECRETS = ("hush-1", "hush-2", "hush-3", "hush-4", "hush-5")


class Home:
    """A home folder, an environment, and what a provider makes of them."""

    def __init__(self, provider: str, home: Path) -> None:
        self.provider = provider
        self.path = home
        self.environ: dict[str, str] = {"HOME": str(home)}
        self.warnings: list[str] = []

    def write(self, name: str, text: str | bytes, mode: int = 0o600) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        path.chmod(mode)
        return path

    def headers(self, **options: Any) -> dict[str, str]:
        """The headers with which the first request would leave."""
        clock = FakeClock()
        good = {"total": 0, "tasks": [], "TotalCount": 0, "Tasks": []}
        transport = FakeTransport(lambda sent: answer(good), clock)
        runtime = Runtime(clock, self.environ, self.warnings.append, lambda verify, environ: transport)
        provider = PROVIDERS[self.provider].open_provider({**PROVIDERS[self.provider].defaults(), **options}, runtime)
        assert transport.sent == [], "nothing is sent while a provider is opened"
        provider.query(Filters())
        return headers_of(transport.sent[0])

    def key(self, **options: Any) -> tuple[str, str | None]:
        """The access key and the security token that are used."""
        headers = self.headers(**options)
        word = "Access=" if self.provider == HUAWEI else "Credential="
        access_key = headers["Authorization"].partition(word)[2].partition(",")[0]
        return access_key, headers.get("X-Security-Token") or headers.get("x-acs-security-token")

    def refuses(self, words: str, **options: Any) -> None:
        with pytest.raises(OptionError, match=words) as caught:
            self.key(**options)
        text = f"{caught.value} {caught.value!r} {caught.value.__cause__!r} {self.warnings}"
        assert not [secret for secret in SECRETS if secret in text]


def headers_of(sent: Sent) -> dict[str, str]:
    prepared = Request(
        sent.request.method, sent.request.url, dict(sent.request.headers), data=sent.request.body, auth=sent.auth
    ).prepare()
    return dict(prepared.headers)


@pytest.fixture
def huawei(tmp_path: Path) -> Home:
    return Home(HUAWEI, tmp_path)


@pytest.fixture
def alibaba(tmp_path: Path) -> Home:
    return Home(ALIBABA, tmp_path)


# Huawei Cloud: options, then the environment by two sets of names, then the file.

HUAWEI_FILE = "[global]\nak = FILE-KEY\nsk = hush-3\nsecurity_token = file-token\ndomain_id = x\n"


def all_huawei_places(home: Home) -> dict[str, str]:
    home.environ.update(
        HUAWEICLOUD_SDK_AK="ENV-KEY", HUAWEICLOUD_SDK_SK="hush-1", CLOUD_SDK_AK="DOC-KEY", CLOUD_SDK_SK="hush-2"
    )
    home.write(".huaweicloud/credentials", HUAWEI_FILE)
    return {"access_key": "OPTION-KEY", "secret_key": "hush-4"}


def test_huawei_order_of_places(huawei: Home) -> None:
    options = all_huawei_places(huawei)
    assert huawei.key(**options) == ("OPTION-KEY", None)
    assert huawei.key() == ("ENV-KEY", None)
    del huawei.environ["HUAWEICLOUD_SDK_AK"], huawei.environ["HUAWEICLOUD_SDK_SK"]
    assert huawei.key() == ("DOC-KEY", None)
    del huawei.environ["CLOUD_SDK_AK"], huawei.environ["CLOUD_SDK_SK"]
    assert huawei.key() == ("FILE-KEY", "file-token")
    (huawei.path / ".huaweicloud/credentials").unlink()
    huawei.refuses(r"No credentials for Huawei Cloud\..*access_key.*auth_token.*HUAWEICLOUD_SDK_AK.*~/\.huaweicloud")


def test_huawei_places_are_never_mixed(huawei: Home) -> None:
    """The environment's key comes without a token: the file's token is not borrowed, nor the other way round."""
    all_huawei_places(huawei)
    assert huawei.key() == ("ENV-KEY", None)
    huawei.environ["HUAWEICLOUD_SDK_SECURITY_TOKEN"] = "env-token"
    assert huawei.key(access_key="OPTION-KEY", secret_key="hush-4") == ("OPTION-KEY", None)
    assert huawei.key() == ("ENV-KEY", "env-token")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"access_key": "K"}, r"The options: access_key is set, but secret_key is missing\."),
        ({"secret_key": "hush-4"}, r"The options: secret_key is set, but access_key is missing\."),
        ({"security_token": "hush-5"}, "security_token is set, but access_key and secret_key is missing"),
        ({"access_key": "K", "security_token": "hush-5"}, "access_key is set, but secret_key is missing"),
        ({"access_key": "K", "secret_key": ""}, "access_key is set, but secret_key is missing"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("provider", [HUAWEI, ALIBABA])
def test_half_a_key_in_the_options(provider: str, options: dict[str, str], words: str, tmp_path: Path) -> None:
    """Falling through to the next place would use an account that nobody meant."""
    home = Home(provider, tmp_path)
    all_huawei_places(home) if provider == HUAWEI else all_alibaba_places(home)
    home.refuses(words, **options)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("HUAWEICLOUD_SDK_SK", "The environment: HUAWEICLOUD_SDK_AK is set, but HUAWEICLOUD_SDK_SK is missing"),
        ("HUAWEICLOUD_SDK_AK", "The environment: HUAWEICLOUD_SDK_SK is set, but HUAWEICLOUD_SDK_AK is missing"),
    ],
)
def test_half_a_huawei_key_in_the_environment(huawei: Home, missing: str, words: str) -> None:
    options = all_huawei_places(huawei)
    del huawei.environ[missing]
    huawei.refuses(words)
    assert huawei.key(**options) == ("OPTION-KEY", None)


@pytest.mark.parametrize("text", ["[global]\nak = FILE-KEY\n", "[global]\nsk = hush-3\n[basic]\nak = A\nsk = hush-2\n"])
def test_half_a_huawei_key_in_the_file(huawei: Home, text: str) -> None:
    huawei.write(".huaweicloud/credentials", text)
    huawei.refuses(r"\.huaweicloud/credentials \[global\]: .k is set, but .k is missing")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (HUAWEI_FILE, ("FILE-KEY", "file-token")),
        ("[basic]\nak: BASIC\nsk: hush-1\n", ("BASIC", None)),
        ("[basic]\nak=BASIC\nsk=hush-1\n[global]\nak=GLOBAL\nsk=hush-2\n", ("GLOBAL", None)),
        ("; comment\n[global]\nAK = UPPER\nSK = hush-1\n", ("UPPER", None)),
        ("[global]\nak = K%(x)s%\nsk = hush-1\n", ("K%(x)s%", None)),  # no interpolation
        ("[DEFAULT]\nak = D\n[global]\nsk = hush-1\n", ("D", None)),
    ],
)
def test_huawei_files(huawei: Home, text: str, key: tuple[str, str | None]) -> None:
    huawei.write(".huaweicloud/credentials", text)
    assert huawei.key() == key
    assert huawei.warnings == []


def test_a_huawei_file_with_neither_section_or_neither_key_names_nothing(huawei: Home) -> None:
    for text in ("", "[other]\nak = A\nsk = hush-1\n", "[global]\n", "[global]\nak =\nsk =\n"):
        huawei.write(".huaweicloud/credentials", text)
        huawei.refuses("No credentials")


def test_the_environment_names_another_huawei_file(huawei: Home) -> None:
    huawei.write(".huaweicloud/credentials", HUAWEI_FILE)
    other = huawei.write("other place/keys", "[global]\nak = OTHER\nsk = hush-1\n")
    huawei.environ["HUAWEICLOUD_SDK_CREDENTIALS_FILE"] = str(other)
    assert huawei.key() == ("OTHER", None)
    huawei.environ["HUAWEICLOUD_SDK_CREDENTIALS_FILE"] = str(other) + ".gone"
    huawei.refuses(r"No credentials .*: HUAWEICLOUD_SDK_CREDENTIALS_FILE names .*keys\.gone, which is not there")


# Huawei Cloud: three ways to sign in.


def test_a_huawei_token_is_sent_and_nothing_is_signed(huawei: Home) -> None:
    all_huawei_places(huawei)
    headers = huawei.headers(auth_token="a-token")
    assert headers["X-Auth-Token"] == "a-token"
    assert "Authorization" not in headers


@pytest.mark.parametrize(
    "options",
    [
        {"auth_token": "hush-1", "access_key": "K", "secret_key": "hush-2"},
        {"auth_token": "hush-1", "secret_key": "hush-2"},
        {"auth_token": "hush-1", "iam_password": "hush-2"},
        {"iam_username": "u", "iam_password": "hush-1", "iam_domain": "d", "security_token": "hush-2"},
        {"auth_token": "hush-1", "access_key": "K", "secret_key": "hush-2", "iam_username": "u"},
    ],
    ids=repr,
)
def test_two_ways_to_sign_in_are_one_too_many(huawei: Home, options: dict[str, str]) -> None:
    huawei.refuses("more than one way to sign in", **options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"iam_username": "u"}, "iam_password and iam_domain must be set"),
        ({"iam_password": "hush-1"}, "iam_username and iam_domain must be set"),
        ({"iam_username": "u", "iam_password": "hush-1"}, "iam_domain must be set"),
        ({"iam_username": "u", "iam_domain": "d"}, "iam_password must be set"),
        ({"iam_username": "u", "iam_password": "", "iam_domain": "d"}, "iam_password must be set"),
    ],
    ids=repr,
)
def test_a_password_needs_a_user_and_an_account(huawei: Home, options: dict[str, str], words: str) -> None:
    all_huawei_places(huawei)
    huawei.refuses(words, **options)


def test_a_huawei_region_or_domain_alone_is_no_way_to_sign_in(huawei: Home) -> None:
    all_huawei_places(huawei)
    assert huawei.key(region="cn-north-1", enterprise_project_id="0") == ("ENV-KEY", None)


# Alibaba Cloud: options, the environment, the command line tool's profile, the file.

ALIBABA_FILE = "[default]\ntype = access_key\naccess_key_id = FILE-KEY\naccess_key_secret = hush-3\n"


def alibaba_profiles(*profiles: Mapping[str, Any], current: Any = "default") -> str:
    return json.dumps({"current": current, "profiles": list(profiles)})


def alibaba_profile(name: str = "default", mode: str = "AK", **changes: Any) -> dict[str, Any]:
    return {"name": name, "mode": mode, "access_key_id": "CLI-KEY", "access_key_secret": "hush-2", **changes}


def all_alibaba_places(home: Home) -> dict[str, str]:
    home.environ.update(ALIBABA_CLOUD_ACCESS_KEY_ID="ENV-KEY", ALIBABA_CLOUD_ACCESS_KEY_SECRET="hush-1")
    home.write(".aliyun/config.json", alibaba_profiles(alibaba_profile()))
    home.write(".alibabacloud/credentials.ini", ALIBABA_FILE)
    return {"access_key": "OPTION-KEY", "secret_key": "hush-4"}


def test_alibaba_order_of_places(alibaba: Home) -> None:
    options = all_alibaba_places(alibaba)
    assert alibaba.key(**options) == ("OPTION-KEY", None)
    assert alibaba.key() == ("ENV-KEY", None)
    del alibaba.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], alibaba.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
    assert alibaba.key() == ("CLI-KEY", None)
    alibaba.environ["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"] = "True"
    assert alibaba.key() == ("FILE-KEY", None)
    (alibaba.path / ".alibabacloud/credentials.ini").unlink()
    alibaba.refuses(r"No credentials for Alibaba Cloud\..*ALIBABA_CLOUD_ACCESS_KEY_ID.*config\.json.*credentials\.ini")


def test_alibaba_places_are_never_mixed(alibaba: Home) -> None:
    all_alibaba_places(alibaba)
    alibaba.environ["ALIBABA_CLOUD_SECURITY_TOKEN"] = "env-token"
    assert alibaba.key(access_key="OPTION-KEY", secret_key="hush-4") == ("OPTION-KEY", None)
    assert alibaba.key() == ("ENV-KEY", "env-token")
    del alibaba.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], alibaba.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
    alibaba.refuses("The environment: ALIBABA_CLOUD_SECURITY_TOKEN is set, but .* is missing")


@pytest.mark.parametrize("missing", ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"])
def test_half_an_alibaba_key_in_the_environment(alibaba: Home, missing: str) -> None:
    all_alibaba_places(alibaba)
    del alibaba.environ[missing]
    alibaba.refuses(f"The environment: ALIBABA_CLOUD_ACCESS_KEY_.* is set, but {missing} is missing")


def test_the_documented_profile_of_the_command_line_tool(alibaba: Home) -> None:
    alibaba.write(".aliyun/config.json", json.dumps(data("alibabacloud_dcdn")["cli_config"]))
    assert alibaba.key() == ("STS.ALITESTAK", "alitesttoken==")


@pytest.mark.parametrize(
    ("text", "environ", "key"),
    [
        (alibaba_profiles(alibaba_profile("work"), current="work"), {}, ("CLI-KEY", None)),
        (
            alibaba_profiles(
                alibaba_profile("a", access_key_id="A"), alibaba_profile("b", access_key_id="B"), current="a"
            ),
            {"ALIBABA_CLOUD_PROFILE": "b"},
            ("B", None),
        ),
        (alibaba_profiles(alibaba_profile(), current=None), {}, ("CLI-KEY", None)),
        (alibaba_profiles(alibaba_profile(mode="StsToken", sts_token="t"), current=""), {}, ("CLI-KEY", "t")),
        # left over from a time when this profile had another mode
        (alibaba_profiles(alibaba_profile(sts_token="stale")), {}, ("CLI-KEY", None)),
        (alibaba_profiles(alibaba_profile(expired_seconds=900, ram_role_name=None)), {}, ("CLI-KEY", None)),
    ],
)
def test_profiles(alibaba: Home, text: str, environ: dict[str, str], key: tuple[str, str | None]) -> None:
    alibaba.write(".aliyun/config.json", text)
    alibaba.environ.update(environ)
    assert alibaba.key() == key


@pytest.mark.parametrize(
    "text",
    [
        alibaba_profiles(alibaba_profile(mode="RsaKeyPair")),
        alibaba_profiles(alibaba_profile(mode=None)),  # type: ignore[arg-type]  # as a broken file has it
        alibaba_profiles(alibaba_profile("other")),
        alibaba_profiles(alibaba_profile(), current=["default"]),
        alibaba_profiles(alibaba_profile(access_key_id="", access_key_secret="")),
        alibaba_profiles(alibaba_profile(access_key_id=7, access_key_secret=["hush-1"])),
        json.dumps({"profiles": ["text", None, []]}),
        json.dumps({"profiles": {"default": {}}}),
        json.dumps({"current": "default"}),
        json.dumps([]),
        json.dumps("text"),
        "null",
    ],
)
def test_profiles_of_other_kinds_are_passed_over(alibaba: Home, text: str) -> None:
    alibaba.write(".aliyun/config.json", text)
    alibaba.refuses("No credentials")
    alibaba.write(".alibabacloud/credentials.ini", ALIBABA_FILE)
    assert alibaba.key() == ("FILE-KEY", None)


@pytest.mark.parametrize(
    "mode",
    ["RamRoleArn", "RamRoleArnWithRoleName", "OIDC", "ChainableRamRoleArn", "External", "CredentialsURI", "CloudSSO"],
)
def test_half_a_profile_is_an_error(alibaba: Home, mode: str) -> None:
    """The next place would be another account."""
    alibaba.write(".aliyun/config.json", alibaba_profiles(alibaba_profile(mode=mode)))
    alibaba.write(".alibabacloud/credentials.ini", ALIBABA_FILE)
    alibaba.refuses(rf"config\.json, profile default is of mode {mode}, but .* is missing")


@pytest.mark.parametrize(
    "profile", [alibaba_profile(access_key_secret=""), alibaba_profile(access_key_id=None, access_key_secret="hush-1")]
)
def test_half_a_key_in_a_profile(alibaba: Home, profile: dict[str, Any]) -> None:
    alibaba.write(".aliyun/config.json", alibaba_profiles(profile))
    alibaba.refuses(r"config\.json, profile default: access_key_\w+ is set, but access_key_\w+ is missing")


@pytest.mark.parametrize(
    "text", ["", "{", '{"hush-1": ', "hush-1", "[" * 100_000, '{"a": 1} hush-1', '{"a": %s}' % ("9" * 5000)]
)
def test_a_broken_profile_file(alibaba: Home, text: str) -> None:
    alibaba.write(".aliyun/config.json", text)
    alibaba.refuses(r"The credentials file .*config\.json is not valid JSON\.")


@pytest.mark.parametrize(
    ("text", "environ", "key"),
    [
        (ALIBABA_FILE, {}, ("FILE-KEY", None)),
        ("[default]\naccess_key_id = K\naccess_key_secret = hush-1\n", {}, ("K", None)),
        ("[default]\ntype=sts\naccess_key_id=K\naccess_key_secret=hush-1\nsecurity_token=t\n", {}, ("K", "t")),
        ("[default]\ntype=sts # of CI\naccess_key_id=K#\naccess_key_secret=hush-1 # x\n", {}, ("K", None)),
        (
            ALIBABA_FILE + "[b]\naccess_key_id = B\naccess_key_secret = hush-1\n",
            {"ALIBABA_CLOUD_PROFILE": "b"},
            ("B", None),
        ),
    ],
)
def test_alibaba_files(alibaba: Home, text: str, environ: dict[str, str], key: tuple[str, str | None]) -> None:
    alibaba.write(".alibabacloud/credentials.ini", text)
    alibaba.environ.update(environ)
    assert alibaba.key() == key
    other = alibaba.write("elsewhere.ini", text)
    (alibaba.path / ".alibabacloud/credentials.ini").unlink()
    alibaba.environ["ALIBABA_CLOUD_CREDENTIALS_FILE"] = str(other)
    assert alibaba.key() == key
    other.unlink()
    alibaba.refuses(r"No credentials .*: ALIBABA_CLOUD_CREDENTIALS_FILE names .*elsewhere\.ini, which is not there")


@pytest.mark.parametrize("kind", ["ram_role_arn", "oidc_role_arn"])
def test_half_an_alibaba_section_is_an_error(alibaba: Home, kind: str) -> None:
    alibaba.write(".alibabacloud/credentials.ini", f"[default]\ntype = {kind}\naccess_key_secret = hush-1\n")
    alibaba.refuses(rf"credentials\.ini \[default\] is of type {kind}, but .* is missing")


def test_alibaba_files_of_other_kinds_are_an_error(alibaba: Home) -> None:
    alibaba.write(".alibabacloud/credentials.ini", "[default]\ntype = rsa_key_pair\naccess_key_secret = hush-1\n")
    alibaba.refuses(r"credentials\.ini \[default\]: type rsa_key_pair is not supported")


def test_a_key_in_the_place_of_a_type_is_not_shown(alibaba: Home) -> None:
    alibaba.write(".alibabacloud/credentials.ini", "[default]\ntype = hush-1\n")
    alibaba.refuses(r"credentials\.ini \[default\]: this type is not supported")


def test_an_alibaba_file_without_the_section_names_nothing(alibaba: Home) -> None:
    alibaba.write(".alibabacloud/credentials.ini", ALIBABA_FILE)
    alibaba.environ["ALIBABA_CLOUD_PROFILE"] = "nowhere"
    alibaba.refuses("No credentials")


# Files.

PLACES = [
    (HUAWEI, ".huaweicloud/credentials"),
    (ALIBABA, ".aliyun/config.json"),
    (ALIBABA, ".alibabacloud/credentials.ini"),
]


@pytest.mark.parametrize(("provider", "name"), PLACES)
@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o640, False), (0o644, True), (0o604, True)])
def test_a_file_that_everybody_may_read(provider: str, name: str, mode: int, warned: bool, tmp_path: Path) -> None:
    home = Home(provider, tmp_path)
    text = alibaba_profiles(alibaba_profile()) if name.endswith("json") else HUAWEI_FILE + ALIBABA_FILE
    path = home.write(name, text, mode)
    home.key()
    assert len(home.warnings) == warned
    for warning in home.warnings:
        assert str(path) in warning
        assert "chmod 600" in warning


@pytest.mark.parametrize(("provider", "name"), PLACES)
def test_a_file_that_is_none(provider: str, name: str, tmp_path: Path) -> None:
    home = Home(provider, tmp_path)
    (tmp_path / name).mkdir(parents=True)
    home.refuses("The credentials file .* cannot be read: Is a directory")


@pytest.mark.parametrize(("provider", "name"), PLACES)
def test_a_file_that_is_no_text(provider: str, name: str, tmp_path: Path) -> None:
    home = Home(provider, tmp_path)
    home.write(name, b"hush-1 \xff\xfe")
    home.refuses("cannot be read: it is not UTF-8 text")


@pytest.mark.parametrize(("provider", "name"), PLACES)
def test_a_file_that_is_far_too_large(provider: str, name: str, tmp_path: Path) -> None:
    home = Home(provider, tmp_path)
    home.write(name, b"#" * (1024 * 1024 + 1))
    home.refuses("is larger than 1048576 bytes")


@pytest.mark.parametrize(
    "text",
    [
        "ak = hush-1\n",
        "[global\nak = hush-1\n",
        "[global]\nhush-1\n",
        "[global]\nak = 1\nak = hush-1\n",
        "[global]\nak = 1\n[global]\nsk = hush-1\n",
        "hush-1",
        "[global]\n= hush-1\n",
    ],
)
@pytest.mark.parametrize(("provider", "name"), [PLACES[0], PLACES[2]])
def test_a_file_that_is_no_ini(provider: str, name: str, text: str, tmp_path: Path) -> None:
    home = Home(provider, tmp_path)
    home.write(name, text)
    home.refuses(r"The credentials file .* is not valid INI \(\w+\)\.")


@given(
    text=st.text(max_size=80)
    | st.lists(st.sampled_from(["[a]", "[", "a=1", "a", "=", " x", "\n", "%(a)s", ":"])).map("\n".join)
)
def test_any_file_is_ini_or_an_option_error(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.ini"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        parser = read_ini(str(path), lambda text: None)
    except OptionError:
        return
    assert parser is not None
    for section in parser.sections():
        assert isinstance(dict(parser[section]), dict)


def test_the_home_folder_is_that_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home_file({"HOME": "/home/somebody"}, "a/b") == "/home/somebody/a/b"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home_file({}, "a/b") == f"{tmp_path}/a/b"
    assert home_file({"HOME": ""}, "a") == f"{tmp_path}/a"


def test_a_file_that_is_not_there_is_nothing(tmp_path: Path) -> None:
    warnings: list[str] = []
    assert read_text(str(tmp_path / "gone"), warnings.append) is None
    assert read_ini(str(tmp_path / "gone" / "deeper"), warnings.append) is None
    assert warnings == []


# Values.


@pytest.mark.parametrize("broken", ["hush-1\n", "hush-1 hush-2", " hush-1", "hush-1\x00", "hush-1é", "\t"])
@pytest.mark.parametrize("place", ["access_key", "secret_key", "security_token"])
@pytest.mark.parametrize("provider", [HUAWEI, ALIBABA])
def test_a_value_that_fits_no_header(provider: str, place: str, broken: str, tmp_path: Path) -> None:
    options = {"access_key": "K", "secret_key": "S", "security_token": "T", place: broken}
    Home(provider, tmp_path).refuses(rf"The options: {place} is empty, or has white space or a character", **options)


@pytest.mark.parametrize("broken", ["hush-1\r\nX: y", "hush 1", "hush-1é"])
def test_a_token_that_fits_no_header(huawei: Home, broken: str) -> None:
    huawei.refuses("^auth_token is empty, or has white space", auth_token=broken)


def test_a_good_value_is_sendable() -> None:
    check_sendable("option", "".join(map(chr, range(33, 127))))


def test_secrets_are_not_in_the_representation() -> None:
    key = complete_access_key("here", {"a": "K", "s": "hush-1", "t": "hush-2"}, "a", "s", "t")
    assert key == AccessKey("K", "hush-1", "hush-2")
    assert "hush" not in repr(key)
    assert complete_access_key("here", {}, "a", "s", "t") is None
    assert complete_access_key("here", {"a": "", "s": None}, "a", "s", "t") is None


@pytest.mark.parametrize("provider", [HUAWEI, ALIBABA])
def test_secrets_that_an_answer_echoes_are_hidden(provider: str) -> None:
    """Whatever way they came in: the client knows them."""
    ways: list[dict[str, str]] = [{"access_key": "K", "secret_key": "hush-1", "security_token": "hush-2"}]
    if provider == HUAWEI:
        ways += [
            {"auth_token": "hush-1"},
            {"iam_username": "u", "iam_password": "hush-1", "iam_domain": "d"},
        ]
    for options in ways:
        text = " ".join([*options.values(), "hush-token"])

        def reply(sent: Sent, text: str = text) -> Answer:
            if "/auth/tokens" in sent.request.url:
                return answer({"token": {}}, 201, x_subject_token="hush-token")
            return answer({"error_code": "CDN.0001", "error_msg": text, "Code": "X", "Message": text}, 400)

        chosen: dict[str, Any] = {"access_key": None, "secret_key": None, **options}
        with pytest.raises(ApiError) as caught:
            bench(provider, reply, **chosen).query()
        shown = f"{caught.value} {caught.value!r}"
        for name, value in options.items():
            assert name in ("access_key", "iam_username", "iam_domain") or value not in shown
        assert ("hush-token" in shown) == ("iam_username" not in options)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_is_passed_over(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "credentials"
    path.write_bytes("[global]\r\nak = A\r\n".encode(encoding))
    path.chmod(0o600)
    parser = read_ini(str(path), print)
    assert parser is not None
    assert parser["global"]["ak"] == "A"
