# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A submission spends quota: it is made once, found or declared uncertain, and keeps to the limits of a call."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import host_of
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Submitter
from ansible_collections.edgeops.cdn.plugins.module_utils._submit.options import TASK_OPTIONS
from tests.conformance.changes import STATUSES, VALUES, damaged
from tests.conformance.kit import Kit, kits
from tests.conformance.stage import Spoil, Stage, document_of, play, with_document
from tests.unit.support import OF_EACH, Sent

#: It takes effect, and its answer is lost; it is lost itself; nobody answers in time.
ANSWER_LOST = {"kind": "reset", "process": True, "latency": 5.0}
CALL_LOST = {"kind": "reset"}
TIMEOUT = {"kind": "hang"}
RETRIES = 3


def stage_of(kit: Kit, fault: dict[str, Any] | None = None, **options: Any) -> Stage:
    """A cloud whose new tasks run for ever, and whose next call that submits meets a fault."""
    stage = play(kit, settings={"default_script": {"stuck": True}, "quotas": False}, **options)
    if fault is not None:
        stage.clouds.add_fault(**{"call": "writes", **fault})
    return stage


def writes(stage: Stage) -> int:
    """How many calls that submit have been made, whatever became of them."""
    blueprint = stage.world.by_name[stage.kit.name]
    calls = stage.clouds.stats()["providers"][stage.kit.name]["calls"]
    return sum(int(call["calls"]) for name, call in calls.items() if blueprint.writes(name))


def submitter_of(stage: Stage, **given: Any) -> Submitter:
    declared = stage.kit.declaration
    assert declared.open_submitter is not None
    specs = {**TASK_OPTIONS, **declared.submit_options}
    defaults = {name: spec.get("default") for name, spec in specs.items()}
    return declared.open_submitter({**stage.options, **defaults, **given}, stage.runtime)


def test_every_kind_is_submitted_whole_and_within_the_limits(submitting: Kit) -> None:
    for kind, values in submitting.submissions.items():
        limits = submitting.declaration.objects[kind]
        most = 1 if kind in submitting.singles else 2 * limits.urls + 1
        for number in {min(most, each) for each in (1, 2, limits.urls, limits.urls + 1, most)}:
            stage = stage_of(submitting)
            given_options = values(number)
            batches = submitter_of(stage, **given_options).batches()
            assert stage.sent == []
            assert {batch.kind for batch in batches} == {kind}
            assert all(0 < len(batch.urls) <= limits.urls for batch in batches)
            submitted = [value for batch in batches for value in batch.urls]
            assert len(set(submitted)) == len(submitted) == number
            assert len(batches) == -(-number // limits.urls)
        result = stage.submit(**values(2))
        assert not result["failed"], result["msg"]
        assert writes(stage) == len(result["submissions"]) == -(-min(most, 2) // limits.urls)
        assert len(result["tasks"]) >= 1


def repeats(stage: Stage) -> bool:
    """Whether calls that submit may be made again, because the cloud knows them by a reference."""
    return submitter_of(stage).repeatable


def test_calls_hold_as_many_hosts_as_they_may(submitting: Kit) -> None:
    urls = [f"https://host{number % 27}.example.com/{number}.txt" for number in range(60)]
    for kind, limits in submitting.declaration.objects.items():
        if kind[1] != "file":
            continue
        stage = stage_of(submitting)
        batches = submitter_of(stage, operation=kind[0], urls=urls).batches()
        assert sorted(url for batch in batches for url in batch.urls) == sorted(map(submitting.submitted_as, urls))
        assert all(len(set(map(host_of, batch.urls))) <= (limits.hosts or 10**6) for batch in batches)


def test_no_call_that_submits_may_be_repeated(submitting: Kit) -> None:
    for values in submitting.submissions.values():
        stage = stage_of(submitting)
        stage.submit(**values(2), require_quota=True)
        sent = [each.request for each in stage.sent if not each.request.repeatable]
        assert (len(sent) if not repeats(stage) else writes(stage)) == writes(stage) > 0


def test_call_whose_answer_is_lost_is_not_made_twice(submitting: Kit) -> None:
    for fault in (ANSWER_LOST, CALL_LOST, TIMEOUT, {"kind": "status", "status": 503}, {"kind": "half_json"}):
        for values in submitting.submissions.values():
            stage = stage_of(submitting, fault, retries=RETRIES)
            result = stage.submit(**values(1))
            known = stage.clouds.tasks(submitting.name)
            assert writes(stage) == 1 or repeats(stage), fault
            assert len(known) <= 1, fault
            if result["failed"]:
                (left,) = result["not_submitted"]
                assert left["uncertain"]
                assert "may or may not have been accepted" in result["msg"]
                assert result["submissions"] == []
            else:
                (entry,) = result["submissions"]
                assert entry["recovered"] or repeats(stage)
                assert entry["ids"] == [task["id"] for task in known]


def test_lost_answer_is_made_good_by_the_task_that_is_found(submitting: Kit) -> None:
    """Of single files, which every cloud tells tasks of by their URLs."""
    stage = stage_of(submitting, ANSWER_LOST)
    result = stage.submit(**submitting.submissions["purge", "file"](3))
    assert not result["failed"], result["msg"]
    assert result["submissions"][0]["recovered"] or repeats(stage)
    assert result["changed"]


def test_task_of_another_job_is_not_taken_for_ours(submitting: Kit) -> None:
    """It purged the same before; ours was lost on its way."""
    for age in (3600.0, 30.0, 2.0):
        stage = stage_of(submitting, CALL_LOST)
        values = submitting.submissions["purge", "file"](2)
        stage.clouds.add_task(submitting.name, urls=values["urls"], created_at=stage.clock.time() - age, script={})
        result = stage.submit(**values)
        assert result["failed"]
        assert result["not_submitted"][0]["uncertain"]
        assert result["submissions"] == []


def test_submission_that_was_refused_for_the_rate_is_made_again(submitting: Kit) -> None:
    for answer in submitting.errors["throttled"]:
        stage = stage_of(submitting, retries=RETRIES)
        stage.line.spoil = _first(answer)
        result = stage.submit(**submitting.submissions["purge", "file"](1))
        assert not result["failed"]
        assert not result["submissions"][0]["recovered"]


def _first(answer: Answer) -> Spoil:
    """This answer to the first request, honest ones to the others."""
    left = [answer]
    return lambda _sent, honest: left.pop() if left else honest


@pytest.mark.parametrize("partial", [kit for kit in kits() if kit.refused], ids=lambda kit: kit.name)
def test_what_is_refused_of_a_call_is_told_with_its_reason(partial: Kit) -> None:
    good = "https://www.example.com/a.txt"
    stage = stage_of(partial)
    result = stage.submit(operation="purge", urls=[good, partial.refused])
    assert [entry["urls"] for entry in result["submissions"]] == [[good]]
    assert [entry["urls"] for entry in result["not_submitted"]] == [[partial.refused]]
    left = result["not_submitted"][0]
    assert len(result["submissions"][0]["ids"]) == len(result["tasks"]) == 1
    assert left["reason"]
    assert not left["uncertain"]
    assert result["failed"]
    assert result["changed"]
    assert f"{partial.refused}: {left['reason']}" in result["msg"]
    # Nothing was taken: there is no task, and still each URL is told with its reason.
    result = stage.submit(operation="purge", urls=[partial.refused])
    (left,) = result["not_submitted"]
    assert (result["submissions"], result["changed"], left["urls"]) == ([], False, [partial.refused])
    assert result["failed"]
    assert left["reason"]
    assert f"{partial.refused}: {left['reason']}" in result["msg"]
    assert writes(stage) == 2


def test_refused_submission_is_told_and_not_made_again(submitting: Kit) -> None:
    for answer in submitting.errors["lasting"]:
        stage = stage_of(submitting, retries=RETRIES)
        stage.line.spoil = lambda _sent, _honest, answer=answer: answer  # type: ignore[misc]  # mypy infers no lambda with a default
        result = stage.submit(**submitting.submissions["purge", "file"](1))
        assert result["failed"]
        assert not result["not_submitted"][0]["uncertain"]
        assert len(stage.sent) == 1


def test_what_runs_already_is_not_submitted_again(submitting: Kit) -> None:
    stage = stage_of(submitting)
    values = submitting.submissions["purge", "file"](3)
    first = stage.submit(**values)
    again = stage.submit(**values, skip_if_running=True)
    assert again["submissions"][0]["skipped"]
    assert not again["changed"]
    assert [task["id"] for task in again["tasks"]] == [task["id"] for task in first["tasks"]]
    assert writes(stage) == 1


def test_check_mode_submits_nothing(submitting: Kit) -> None:
    for values in submitting.submissions.values():
        stage = stage_of(submitting)
        result = stage.submit(check_mode=True, **values(2), require_quota=True)
        assert (result["changed"], writes(stage)) == (not result["failed"], 0)


class Damage:
    """Every answer to a call that submits, or to every call, is drawn when it is asked for."""

    def __init__(self, stage: Stage, data: st.DataObject, submits: bool) -> None:
        self._stage = stage
        self._data = data
        self._submits = submits
        self.spoiled: list[tuple[int, bytes]] = []

    def __call__(self, sent: Sent, honest: Answer) -> Answer:
        if self._submits and not self._stage.submits(sent):
            return honest
        document = self._data.draw(damaged(document_of(honest)) | VALUES)
        body = self._data.draw(st.just(with_document(honest, document).body) | st.binary(max_size=30))
        status = self._data.draw(STATUSES)
        self.spoiled.append((status, body))
        return Answer(status, {}, body)


@OF_EACH
@given(data=st.data())
def test_any_answer_to_a_submission(submitting: Kit, data: st.DataObject) -> None:
    stage = stage_of(submitting)
    damage = stage.line.spoil = Damage(stage, data, submits=True)
    result = stage.submit(**submitting.submissions["purge", "file"](1))
    assert writes(stage) == 1
    # A call may be taken in part.
    refused = [entry for entry in result["not_submitted"] if entry["reason"] is not None]
    assert bool(result["submissions"]) != bool(result["not_submitted"]) or refused
    assert result["failed"] is bool(result["not_submitted"])
    if result["failed"]:
        assert result["error"]["code"]
    if not result["submissions"]:
        assert result["tasks"] == []
        return
    (entry,) = result["submissions"]
    assert [task["id"] for task in result["tasks"]] == entry["ids"]
    if not entry["recovered"]:
        ((status, body),) = damage.spoiled
        assert 200 <= status < 300
        # Each id stands in the answer, as text or as a number.
        assert all(task_id and submitting.told_id(task_id) in body.decode() for task_id in entry["ids"])


@OF_EACH
@given(data=st.data())
def test_any_answer_about_quotas(quoting: Kit, data: st.DataObject) -> None:
    stage = stage_of(quoting)
    damage = stage.line.spoil = Damage(stage, data, submits=False)
    try:
        quotas = stage.quotas()
    except ApiError:
        return
    assert 200 <= damage.spoiled[-1][0] < 300
    assert json.dumps(quotas)
    for quota in quotas:
        assert quota["name"]
        for number in ("limit", "used", "remaining"):
            assert quota[number] is None or (type(quota[number]) is int and quota[number] >= 0)


def test_quotas_are_told_of_every_kind_that_is_counted(quoting: Kit) -> None:
    stage = stage_of(quoting)
    told = {(quota["operation"], quota["object_type"]) for quota in stage.quotas()}
    assert ("purge", "file") in told
    known = {*quoting.declaration.objects, *quoting.other_quotas, ("other", "other")}
    assert told <= known
    assert told >= set(quoting.other_quotas)
