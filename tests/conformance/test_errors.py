# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An error is an error whatever the status, tells no more than it must, and leads to the conduct of its kind."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.messages import Answer
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError, ErrorKind
from tests.conformance.kit import Kit
from tests.conformance.stage import Stage, document_of, play, with_document
from tests.unit.support import raw_answer

STATUSES = (200, 400, 404, 500)
KINDS: tuple[ErrorKind, ...] = ("passing", "throttled", "missing", "expired", "lasting")
#: Stands in a part of an answer that is about nobody's error.
ELSEWHERE = "what-else-stands-in-a-body"
RETRIES = 3

#: The service, if anybody, has answered so, and says nothing of why.
REFUSED = "RequestRefused|HTTP401"
NOBODYS = [
    # An answer of none of the services, its code, its kind, and a word of its text.
    (raw_answer(b"<html>busy</html>", 200, content_type="text/html"), "InvalidAnswer", "passing", "HTML"),
    (raw_answer(b"  <?xml version='1.0'?>", 200), "InvalidAnswer", "passing", "XML"),
    (raw_answer(b"", 200), "InvalidAnswer", "passing", "an empty body"),
    (raw_answer(b" \n", 204), "InvalidAnswer", "passing", "an empty body"),
    (raw_answer(b"plain", 200), "InvalidAnswer", "passing", "no stated type"),
    (raw_answer(b'{"a": 1, "b', 200, content_type="application/json"), "InvalidAnswer", "passing", "not valid {body}"),
    (raw_answer(b"\xff\xfe", 200, content_type="application/json"), "InvalidAnswer", "passing", "not valid {body}"),
    (raw_answer(b"[" * 100_000, 200, content_type="application/json"), "InvalidAnswer", "passing", "not valid {body}"),
    (raw_answer(b"9" * 10_000, 200, content_type="application/json"), "InvalidAnswer", "passing", "not valid {body}"),
    (raw_answer(b"null", 200, content_type="application/json"), "InvalidAnswer", "passing", "null"),
    (raw_answer(b"<html>busy</html>", 500, content_type="text/html"), "ServerError", "passing", "HTTP 500"),
    (raw_answer(b"", 502), "ServerError", "passing", "HTTP 502"),
    (raw_answer(b"", 503), "ServerError", "passing", "HTTP 503"),
    (raw_answer(b"{}", 504, content_type="application/json"), "ServerError", "passing", "HTTP 504"),
    (raw_answer(b"slow down", 429), "TooManyRequests", "throttled", "HTTP 429"),
    (raw_answer(b"", 400), REFUSED, "lasting", "HTTP 400"),
    (raw_answer(b'{"message": "busy"}', 400, content_type="application/json"), REFUSED, "lasting", "HTTP 400"),
    (raw_answer(b"[]", 405, content_type="application/json"), REFUSED, "lasting", "HTTP 405"),
    (raw_answer(b"", 407), REFUSED, "lasting", "proxy"),
    (raw_answer(b"<html>log in</html>", 401), REFUSED, "lasting", "HTTP 401"),
    (raw_answer(b"", 301, location="https://elsewhere.example"), "Redirected", "lasting", "redirect"),
    (raw_answer(b"", 302, location="https://elsewhere.example"), "Redirected", "lasting", "endpoint"),
    (raw_answer(b"", 304), "Redirected", "lasting", "redirect"),
    (raw_answer(b"{}", 307, content_type="application/json"), "Redirected", "lasting", "not followed"),
]


def errors_of(kit: Kit, *kinds: ErrorKind) -> list[tuple[ErrorKind, Answer]]:
    return [(kind, answer) for kind in kinds or KINDS for answer in kit.errors.get(kind, ())]


def failing(kit: Kit, answer: Answer, times: int = 10**9, **options: Any) -> tuple[Stage, list[str]]:
    """A cloud that gives this answer so often, and two tasks that have succeeded in it."""
    stage = play(kit, **options)
    ids = stage.add("succeeded", "succeeded")
    stage.line.spoil = lambda _sent, honest: answer if len(stage.sent) <= times else honest
    return stage, ids


def error_of(stage: Stage, way: str, ids: list[str]) -> ApiError:
    with pytest.raises(ApiError) as caught:
        stage.ask(way, ids)
    assert caught.value.provider == stage.kit.name
    return caught.value


def test_there_is_an_error_of_each_kind(kit: Kit) -> None:
    """But where a cloud's credentials do not expire."""
    assert set(KINDS) - set(kit.errors) <= {"expired"}
    assert all(kit.errors.values())


@pytest.mark.parametrize("status", [None, *STATUSES])
def test_error_object_is_an_error_whatever_the_status(kit: Kit, status: int | None) -> None:
    for kind, answer in errors_of(kit):
        given = answer if status is None else replace(answer, status=status)
        for way in play(kit).ways:
            stage, ids = failing(kit, given)
            if kind == "missing" and way in ("look", "ids", "describe") and stage.sent == []:
                # The call that names the task says that there is none.
                assert all(task.state == "not_found" for task in stage.try_asking(way, ids[:1]))
                continue
            error = error_of(stage, way, ids)
            if status is None:
                assert (error.kind, error.status) == (kind, answer.status)
            else:
                # Of a code that nobody knows, the status would say it.
                assert error.kind == kind or status >= 500


def test_error_tells_its_code_its_text_and_its_request(kit: Kit) -> None:
    for kind, answer in errors_of(kit, "passing", "throttled", "expired", "lasting"):
        for header in kit.declaration.service.request_id_headers:
            stage, ids = failing(kit, replace(answer, headers={**answer.headers, header: "request-77"}))
            error = error_of(stage, "ids", ids)
            assert error.kind == kind
            assert error.code in answer.body.decode()
            assert error.code in str(error)
            assert error.request_id is not None
            assert error.request_id == "request-77" or error.request_id in answer.body.decode()


def test_error_shows_nothing_else_of_the_body(kit: Kit) -> None:
    for kind, answer in errors_of(kit):
        document = document_of(answer)
        for more in ({"context": ELSEWHERE}, {"context": {"request": [ELSEWHERE]}}):
            stage, ids = failing(kit, with_document(answer, {**document, **more}))
            for way in play(kit).ways:
                shown: list[Any] = []
                try:
                    shown += [task.as_dict() for task in stage.ask(way, ids)]
                except ApiError as error:
                    shown += [str(error), repr(error), error.as_dict(), error.short, [str(arg) for arg in error.args]]
                assert ELSEWHERE not in json.dumps(shown), kind
            assert not any(ELSEWHERE in text for text in stage.warnings)


@pytest.mark.parametrize(("reply", "code", "kind", "words"), NOBODYS, ids=repr)
def test_answers_that_are_none(kit: Kit, reply: Answer, code: str, kind: str, words: str) -> None:
    for way in play(kit).ways:
        stage, ids = failing(kit, reply)
        error = error_of(stage, way, ids)
        assert (error.kind, error.status) == (kind, reply.status)
        assert error.code in code.split("|")
        assert words.format(body=kit.declaration.service.body) in str(error)
        assert "busy" not in str(error)
        assert "log in" not in str(error)


def test_passing_fault_is_tried_again_and_then_told(kit: Kit) -> None:
    for _kind, answer in errors_of(kit, "passing"):
        stage, ids = failing(kit, answer, retries=RETRIES)
        error_of(stage, "ids", ids[:1])
        assert len(stage.sent) == 1 + RETRIES
        stage, ids = failing(kit, answer, times=RETRIES, retries=RETRIES)
        assert stage.ask("ids", ids[:1])[0].state == "succeeded"
        assert stage.provider.traffic.repeated == RETRIES


def test_throttled_call_is_made_again_later(kit: Kit) -> None:
    for _kind, answer in errors_of(kit, "throttled"):
        stage, ids = failing(kit, answer, times=RETRIES, retries=RETRIES)
        assert stage.ask("ids", ids[:1])[0].state == "succeeded"
        moments = [sent.at for sent in stage.sent]
        assert all(later - earlier >= 1.0 for earlier, later in pairwise(moments[: RETRIES + 1]))


def test_lasting_error_is_never_tried_again(kit: Kit) -> None:
    """Neither is one of credentials that only the user can renew: a key may be locked after a few refusals."""
    for _kind, answer in errors_of(kit, "lasting", "expired"):
        for way in ("ids", "query"):
            stage, ids = failing(kit, answer, retries=RETRIES)
            error_of(stage, way, ids)
            assert len(stage.sent) == 1


def test_missing_task_is_asked_for_once(kit: Kit) -> None:
    """In each place that may know it, where a cloud has several."""
    for _kind, answer in errors_of(kit, "missing"):
        stage, ids = failing(kit, answer, retries=RETRIES)
        (task,) = stage.ask("ids", ids[:1])
        assert task.state == "not_found"
        assert task.error is not None
        requests = {(sent.call, sent.request.url, sent.request.body) for sent in stage.sent}
        assert len(stage.sent) == len(requests)
