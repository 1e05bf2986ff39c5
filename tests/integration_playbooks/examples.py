# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Examples as users read them, made to ask the emulator: only addresses, accounts and the pace are put in."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from tests.emulator.id_tokens import id_token
from tests.emulator.testing import Emulator
from tests.integration_playbooks.support import ROLE
from tests.providers.alibabacloud_dcdn.accounts import ALIBABA_AUDIENCE, ALIBABA_OIDC_PROVIDER, ALIBABA_ROLE
from tests.providers.huaweicloud_cdn.accounts import HUAWEI_USER
from tests.tools.environment import ROOT

COLLECTION = "edgeops.cdn."
#: What the edge answers for every URL that an example verifies.
CONTENT = "the new release\n"
_INCLUDES = ("include_role", "import_role", "ansible.builtin.include_role", "ansible.builtin.import_role")
_LISTS = ("tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always")
_YAML_BLOCK = re.compile(r"^( *)```ya?ml[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_IDS = re.compile(r"^[\w*.-]+(\s*,\s*[\w*.-]+)*$")


def of_module(path: Path) -> list[dict[str, Any]]:
    """The tasks of a module's EXAMPLES."""
    text = path.read_text(encoding="utf-8").partition('EXAMPLES = r"""')[2].partition('"""')[0]
    tasks: list[dict[str, Any]] = yaml.safe_load(text)
    return tasks


def of_document(path: Path) -> list[Any]:
    """The YAML blocks of a Markdown file."""
    blocks = []
    for indent, text in _YAML_BLOCK.findall(path.read_text(encoding="utf-8")):
        blocks.append(yaml.safe_load(re.sub(f"^{indent}", "", text, flags=re.MULTILINE)))
    return blocks


def modules() -> list[Path]:
    return sorted((ROOT / "plugins" / "modules").glob("[a-z]*.py"))


def documents() -> list[Path]:
    pages = [*ROOT.glob("README.md"), *ROOT.glob("roles/*/README.md"), *ROOT.glob("docs/**/*.md")]
    # What the page of the benchmarks shows are the plays that it has run, rivals' among them, not examples.
    return sorted(page for page in pages if page.name != "benchmarks.md")


@dataclass(frozen=True)
class Use:
    """A place where something of this collection is used: a task with its options, or the role with its variables."""

    name: str
    what: str
    options: dict[str, Any]
    #: The role's variables have a prefix.
    prefix: str = ""

    @property
    def provider(self) -> str | None:
        """The provider that the name tells, for all but the wait."""
        return next((name for name in PROVIDERS if self.what.startswith(f"{COLLECTION}{name}_")), None)

    def ids(self) -> Iterator[tuple[str, str]]:
        """The tasks that it names, as provider and id."""
        if self.provider is not None:
            for task_id in _split(self.options.get("ids")):
                yield self.provider, task_id
            return
        default = self.options.get(f"{self.prefix}provider")
        for task_id in _split(self.options.get(f"{self.prefix}tasks")):
            yield str(default), task_id
        # Also in variables that the list of tasks is made of.
        for reference in _references(list(self.options.values())):
            for task_id in _split(reference["id"]):
                yield str(reference.get("provider", default)), task_id


def _references(value: Any) -> Iterator[Mapping[str, Any]]:
    for entry in value if isinstance(value, list) else []:
        if isinstance(entry, Mapping) and "id" in entry:
            yield entry
        yield from _references(entry)


def _split(value: Any) -> list[str]:
    """Ids as they are written; nothing for templates."""
    if isinstance(value, list):
        return [task_id for entry in value for task_id in _split(entry)]
    text = str(value) if isinstance(value, (str, int)) else ""
    return [part.strip() for part in text.split(",")] if _IDS.match(text) else []


def uses(entries: Any) -> Iterator[Use]:
    """What a list of plays, roles, blocks and tasks uses of this collection."""
    for entry in _entries(entries):
        for number, role in enumerate(entry.get("roles", ())):
            entry["roles"][number] = role = role if isinstance(role, dict) else {"role": role}
            if role.get("role") == ROLE:
                yield _role_use(entry, role)
        for key in entry:
            # A module without options is written without any.
            options = entry[key] = {} if entry[key] is None else entry[key]
            if key.startswith(COLLECTION):
                yield Use(str(entry.get("name")), key, options)
            if key in _INCLUDES and options.get("name") == ROLE:
                yield _role_use(entry, entry)


def _role_use(entry: Mapping[str, Any], holder: dict[str, Any]) -> Use:
    """The role, used by a task or in a play's list of roles; its variables may be the play's."""
    variables = holder.setdefault("vars", {})
    for name, value in entry.get("vars", {}).items():
        variables.setdefault(name, value)
    return Use(str(entry.get("name")), ROLE, variables, "wait_for_")


def redirect(use: Use, emulator: Emulator) -> None:
    """Make it ask the emulator, as the demo account."""
    options, url = use.options, emulator.url
    if use.provider is not None:
        options["endpoint"] = url
        _sign_in(options, url)
        return
    connections = options.setdefault(f"{use.prefix}providers", {})
    for provider in PROVIDERS:
        connections[provider] = {**(connections.get(provider) or {}), "endpoint": url}
        _sign_in(connections[provider], url)
    if use.what != f"{COLLECTION}task":
        options[f"{use.prefix}poll_interval"] = 0.1
    if f"{use.prefix}settle" in options:
        options[f"{use.prefix}settle"] = 0.1
    for check in options.get(f"{use.prefix}verify", ()):
        emulator.publish(check["url"], CONTENT, check.get("headers"))
        if "sha256" in check:
            check["sha256"] = hashlib.sha256(CONTENT.encode()).hexdigest()
        check["url"] = f"{url}/_edge/{check['url'].partition('://')[2]}"


def releases(blocks: list[Any]) -> list[dict[str, Any]]:
    """The blocks of a document that are variables of the playbook."""
    return [block for block in blocks if isinstance(block, dict) and "release_clouds" in block]


def redirected_release(variables: Mapping[str, Any], emulator: Emulator) -> dict[str, Any]:
    """The playbook's variables, with which it asks the emulator and lets no time pass."""
    options = {"verify": variables.get("release_verify", []), "settle": 300}
    redirect(Use("the playbook", f"{COLLECTION}release", options), emulator)
    given = {f"release_{name}": options[name] for name in ("providers", "verify", "settle")}
    return {**variables, **given, "wait_for_poll_interval": options["poll_interval"]}


def _sign_in(options: dict[str, Any], url: str) -> None:
    if "iam_username" in options:
        user = HUAWEI_USER
        options |= {"iam_endpoint": url, "iam_username": user.name, "iam_domain": user.domain}
    if "oidc_role" in options:
        token = id_token(ALIBABA_AUDIENCE, time.time() + 600.0)
        role = {"oidc_role": ALIBABA_ROLE, "oidc_provider": ALIBABA_OIDC_PROVIDER, "oidc_token": token}
        options |= {"sts_endpoint": url, **role}


def hosts(entries: Any) -> set[str]:
    """The hosts that are named, but the controller."""
    found = set()
    for entry in _entries(entries):
        found |= {str(entry[key]) for key in ("hosts", "delegate_to") if key in entry}
        found |= {str(value) for key, value in entry.get("vars", {}).items() if key.endswith("delegate_to")}
    return found - {"localhost", "all"}


def has_rescue(entries: Any) -> bool:
    """Whether anything is prepared for a failure."""
    return any("rescue" in entry for entry in _entries(entries))


def _entries(entries: Any) -> Iterator[dict[str, Any]]:
    """The plays, roles, blocks and tasks of a list, those in other ones as well."""
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict):
            yield entry
            for key in _LISTS:
                yield from _entries(entry.get(key))
