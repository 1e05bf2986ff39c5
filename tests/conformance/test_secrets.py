# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret in a task, a message, a result or a warning, whatever a cloud echoes and however it spells it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from tests.conformance.kit import Kit
from tests.conformance.stage import Stage, document_of, play, with_document
from tests.emulator.transport import wire_of
from tests.unit.spellings import SPELLINGS
from tests.unit.support import Sent

_SIGNATURE = re.compile(r"\b[0-9a-f]{64}\b")


def everything_shown(stage: Stage, ids: list[str]) -> str:
    """All that leaves a provider: tasks, errors, results, warnings."""
    shown: list[Any] = []

    def keep(job: Callable[[], Any]) -> None:
        try:
            shown.append(job())
        except ApiError as error:
            shown.append([str(error), repr(error), error.as_dict(), error.short])

    for way in stage.ways:
        keep(lambda way=way: [task.as_dict(include_raw=True) for task in stage.ask(way, ids)])  # type: ignore[misc]  # mypy infers no lambda with a default
    if stage.kit.declaration.open_submitter is not None:
        values = next(iter(stage.kit.submissions.values()))
        keep(lambda: stage.submit(**values(2)))
        keep(stage.quotas)
    return json.dumps([shown, stage.warnings], ensure_ascii=False)


def with_texts(value: Any, text: str) -> Any:
    """A document with a text behind each of its own where people read: in sentences and URLs, not in ids and words."""
    if isinstance(value, dict):
        return {key: with_texts(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [with_texts(item, text) for item in value]
    return f"{value} {text}" if isinstance(value, str) and (" " in value or "://" in value) else value


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_secrets_that_answers_echo_are_hidden(kit: Kit, spelling: str) -> None:
    spell = SPELLINGS[spelling]
    echoed: list[str] = []

    def spoil(sent: Sent, honest: Answer) -> Answer:
        signed = str(wire_of(sent.request, sent.auth).headers.get("authorization"))
        echoed.extend(_SIGNATURE.findall(signed))
        text = f"{' '.join(map(spell, kit.secrets))} {signed}"
        document = with_texts(document_of(honest), text)
        more = {"echo": [text, {"text": text}], text: text} if isinstance(document, dict) else {}
        return with_document(honest, {**document, **more} if more else document)

    stage = play(kit, spoil)
    shown = everything_shown(stage, stage.add("succeeded", "failed", "running"))
    assert "succeeded" in shown, "the answers were read"
    for secret in kit.secrets:
        assert secret not in shown
        assert json.dumps(spell(secret), ensure_ascii=False)[1:-1] not in shown
    assert not any(signature in shown for signature in echoed)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_secrets_that_errors_echo_are_hidden(kit: Kit, spelling: str) -> None:
    """Those of every way to sign in."""
    spell = SPELLINGS[spelling]
    spec = kit.declaration.connection_options
    for options in (kit.options, *kit.secret_options):
        secrets = [str(value) for name, value in options.items() if spec[name].get("no_log")]
        answer = kit.errors["lasting"][0]
        document = with_texts(document_of(answer), " ".join(map(spell, secrets)))
        spoiled = with_document(answer, document)
        chosen = {**dict.fromkeys(kit.options), **kit.needed, **options}
        stage = play(kit, lambda _sent, _honest, spoiled=spoiled: spoiled, **chosen)  # type: ignore[misc]  # mypy infers no lambda with a default
        shown = everything_shown(stage, ["1"])
        assert "********" in shown, "the error did hold them"
        assert not any(spell(secret) in shown or secret in shown for secret in secrets)


def test_every_secret_is_marked_as_one(kit: Kit) -> None:
    """Ansible hides what is marked; what looks like a secret has to be."""
    for name, option in kit.declaration.connection_options.items():
        if re.search("secret|token|password", name):
            assert option.get("no_log") is True, name
    assert kit.secrets


@pytest.mark.cover
def test_secrets_are_not_warned_of(kit: Kit) -> None:
    """Where nothing is echoed, nothing of them is told either."""
    for error in (None, *(answer for answers in kit.errors.values() for answer in answers)):
        stage = play(kit, lambda _sent, honest, error=error: error or honest)  # type: ignore[misc]  # mypy infers no lambda with a default
        shown = everything_shown(stage, stage.add("succeeded", "failed"))
        assert not any(secret in shown for secret in kit.secrets)
