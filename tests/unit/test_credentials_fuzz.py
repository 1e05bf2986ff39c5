# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials files of any content: a request that is signed, or an option error that shows nothing of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Filters, Runtime
from tests.conformance.kit import registered
from tests.unit.fuzzing import ANYTHING, Clouds, HurriedClock
from tests.unit.support import OF_EACH, SECRET_KEY

NAMES = st.sampled_from(
    ["ak", "sk", "security_token", "type", "access_key_id", "access_key_secret", "AK", "mode", "name", "sts_token", "x"]
)
WORDS = st.text(max_size=9) | st.sampled_from([SECRET_KEY, "AK", "access_key", "sts", "%(ak)s", "", " ", "é", "a=b"])
LINES = (
    st.sampled_from(["[default]", "[global]", "[basic]", "[DEFAULT]", "[", "[]", "; a remark", "", " indented"])
    | st.tuples(NAMES, st.sampled_from([" = ", "=", ":", " "]), WORDS).map("".join)
    | st.text(max_size=9)
)
INI = st.lists(LINES, max_size=7).map("\n".join)
PROFILE = st.dictionaries(NAMES, st.sampled_from(["AK", "StsToken", "default"]) | WORDS | ANYTHING, max_size=5)
#: The file that the command line tool of Alibaba Cloud writes.
TOOL_FILE = st.fixed_dictionaries(
    {},
    optional={
        "current": st.just("default") | ANYTHING,
        "profiles": st.lists(PROFILE.map(lambda each: {"name": "default", "mode": "AK", **each}), max_size=2)
        | ANYTHING,
    },
)
# ASCII, for JSON can spell halves of pairs that no file can hold.
JSON = (TOOL_FILE | ANYTHING).map(json.dumps)
#: The files of every cloud's kit, with what is in good ones.
GOOD = [
    (kit.name, name, content.format(secret=SECRET_KEY)) for kit in registered() for name, content in kit.files.items()
]
NEEDED = {kit.name: kit.needed for kit in registered()}
FILES: list[tuple[str, str, st.SearchStrategy[str]]] = [
    (provider, name, JSON | INI if name.endswith(".json") else INI) for provider, name, _content in GOOD
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder; it outlives an example, so each writes its file anew, and removes it."""
    folder = tmp_path_factory.mktemp("home")
    for _provider, name, _content in FILES:
        (folder / name).parent.mkdir(exist_ok=True)
    return folder


def use(provider: str, folder: Path, name: str, content: bytes) -> tuple[int, str]:
    """How many requests were sent with the credentials of a file, and why there were none."""
    clock = HurriedClock()
    clouds = Clouds(clock)
    runtime = Runtime(clock, {"HOME": str(folder)}, lambda text: None, lambda *_how: clouds)
    (folder / name).write_bytes(content)
    try:
        options = {**PROVIDERS[provider].defaults(), **NEEDED[provider]}
        PROVIDERS[provider].open_provider(options, runtime).query(Filters())
    except OptionError as exc:
        return len(clouds.sent), str(exc)
    finally:
        (folder / name).unlink()
    return len(clouds.sent), ""


@pytest.mark.parametrize(("provider", "name", "content"), FILES, ids=[name for _provider, name, _content in FILES])
@OF_EACH
@given(data=st.data())
def test_any_credentials_file(
    provider: str, name: str, content: st.SearchStrategy[str], data: st.DataObject, folder: Path
) -> None:
    written = data.draw(content.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=30))
    # The name of a profile or a section is no secret: a profile that does not exist is told beside those that do.
    assume(f'"name": "{SECRET_KEY}"'.encode() not in written)
    assume(f"[{SECRET_KEY}]".encode() not in written)
    sent, refused = use(provider, folder, name, written)
    assert bool(sent) != bool(refused)
    assert SECRET_KEY not in refused
    assert not refused or str(folder / name) in refused or refused.startswith("No credentials for ")


@pytest.mark.parametrize(("provider", "name", "content"), GOOD, ids=[name for _provider, name, _content in GOOD])
def test_good_files_are_taken(provider: str, name: str, content: str, folder: Path) -> None:
    """What was told of them above is not told of refusals alone."""
    sent, refused = use(provider, folder, name, content.encode())
    assert (bool(sent), refused) == (True, "")
