# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The login with fetched keys: who waits for whom, and what a source's next key is worth."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.requests_library import AuthBase
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import Deadline
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.credentials import AccessKey
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.login import SAME_KEY_AFTER, KeyLogin
from tests.unit.support import FakeClock, FakeTransport

LIFE = 900.0
#: Seconds of a key's life after which the next one is fetched.
FRESH = LIFE - LIFE / 4


class Signed(AuthBase):
    def __init__(self, key: AccessKey) -> None:
        self.key = key


class Keys:
    """A source of numbered keys, which takes as long as its gate is shut."""

    name = "the source"

    def __init__(self, renewable: bool = True) -> None:
        self.renewable = renewable
        self.clock = FakeClock()
        self.number = 0
        self.life = LIFE
        #: Whether the next key is the last one once more, as metadata serve it.
        self.same = False
        self.asked = 0
        self.begun = threading.Event()
        self.gate = threading.Event()
        self.gate.set()
        runtime = Runtime(self.clock, {}, lambda _text: None, lambda _verify, _environ: FakeTransport([], self.clock))
        self.login = KeyLogin(self, Signed, runtime)

    def read(self, deadline: Deadline | None = None) -> AccessKey:
        self.asked += 1
        self.begun.set()
        assert self.gate.wait(30.0)
        self.number += not self.same
        return AccessKey(f"K{self.number}", "hush", "t", self.clock.time() + self.life)

    def current(self, deadline: Deadline | None = None) -> str:
        auth = self.login.current(deadline)
        assert isinstance(auth, Signed)
        return auth.key.access_key


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def elsewhere(keys: Keys) -> Iterator[Callable[[], Callable[[], str]]]:
    """Has another thread begin to fetch a key; what it returns lets it end, and tells what it has got."""
    with ThreadPoolExecutor(1) as pool:

        def begin() -> Callable[[], str]:
            keys.begun.clear()
            keys.gate.clear()
            fetched = pool.submit(keys.current)
            assert keys.begun.wait(30.0)

            def end() -> str:
                keys.gate.set()
                return fetched.result(30.0)

            return end

        yield begin
        keys.gate.set()


def test_key_that_is_good_is_used_while_another_thread_fetches_the_next(
    keys: Keys, elsewhere: Callable[[], Callable[[], str]]
) -> None:
    assert keys.current() == "K1"
    keys.clock.advance(FRESH + 1)
    end = elsewhere()
    assert keys.current() == "K1"
    assert end() == "K2"
    assert keys.current() == "K2"
    assert keys.asked == 2


def test_nobody_waits_for_another_threads_key_beyond_the_deadline(
    keys: Keys, elsewhere: Callable[[], Callable[[], str]]
) -> None:
    end = elsewhere()
    with pytest.raises(ApiError, match="before there was a key from the source") as caught:
        keys.current(Deadline(keys.clock, 0.0))
    # Nothing was sent, and the next sweep may have more luck.
    assert (caught.value.code, caught.value.kind, caught.value.arrived) == ("DeadlineReached", "passing", False)
    assert end() == "K1"
    assert keys.current(Deadline(keys.clock, 0.0)) == "K1"


def test_thread_that_waited_takes_the_key_that_was_fetched_meanwhile(
    keys: Keys, elsewhere: Callable[[], Callable[[], str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    end = elsewhere()
    waiting = threading.Event()
    lock = keys.login._fetching

    class Lock:
        """The lock, which says when somebody waits for it."""

        def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
            waiting.set()
            return lock.acquire(blocking, timeout)

        def release(self) -> None:
            lock.release()

    monkeypatch.setattr(keys.login, "_fetching", Lock())
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(keys.current)
        assert waiting.wait(30.0)
        assert end() == "K1"
        assert second.result(30.0) == "K1"
    assert keys.asked == 1


def test_key_that_is_served_again_is_asked_for_again_in_a_minute(keys: Keys) -> None:
    """A machine's metadata have the next one shortly before the end: not for every call until then."""
    keys.current()
    keys.same = True
    keys.clock.advance(FRESH + 1)
    for _call in range(5):
        assert keys.current() == "K1"
    assert keys.asked == 2
    keys.same = False
    keys.clock.advance(SAME_KEY_AFTER)
    assert keys.current() == "K2"
    assert keys.asked == 3


@pytest.mark.parametrize(("renewable", "kind"), [(True, "passing"), (False, "lasting")])
def test_key_that_has_ended_already_points_to_the_clock(renewable: bool, kind: str) -> None:
    keys = Keys(renewable)
    keys.life = -1.0
    with pytest.raises(ApiError, match=r"had ended at 2026-.* already") as caught:
        keys.current()
    assert caught.value.kind == kind
    assert "Set this machine's clock right" in str(caught.value)
    # Where the clock is set right, the next try is as good as any.
    keys.life = LIFE
    assert keys.current() == "K2"
