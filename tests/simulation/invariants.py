# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must hold of every run, checked against the record of what was asked and answered, never against the ledger."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from .clouds import LASTING, SECRET, Cloud, Said, Script
from .scenario import CONNECT_TIMEOUT, READ_TIMEOUT, Run

#: Rounding of virtual times.
EPSILON = 1e-6


def violations(run: Run) -> list[str]:
    """Every promise that a run broke, in words; empty for a good run."""
    return [
        text
        for check in (
            _success_is_real,
            _ends_in_time,
            _keeps_the_budget,
            _answers_each_once,
            _does_not_ask_again,
            _survives_passing_faults,
            _stops_at_lasting_errors,
            _first_goes_alone,
            _tolerates_missing,
            _gives_up_on_strangers,
            _sees_what_was_there,
            _news_is_young,
            _starves_nobody,
            _loses_nothing,
            _leaves_rates_to_others,
            _asks_for_reasons_after_the_verdict,
            _tells_no_secret,
        )
        for text in check(run)
    ]


def _records(run: Run) -> Iterator[tuple[str, Said]]:
    for provider, cloud in run.clouds.items():
        for said in cloud.record:
            # Answers that were still on their way when the wait ended are not part of it.
            if said.answered_at <= run.elapsed + EPSILON:
                yield provider, said


def _success_is_real(run: Run) -> Iterator[str]:
    """1 and 5: success only where a real answer said so, of every required task."""
    told = {
        (provider, task_id) for provider, said in _records(run) for task_id, truth in said.finished.items() if truth
    }
    for task in run.document["tasks"]:
        if task["state"] == "succeeded" and (task["provider"], task["id"]) not in told:
            yield f"{task['provider']} {task['id']} is reported as succeeded, but no answer said so"
    states = Counter(task["state"] for task in run.document["tasks"])
    policy = run.scenario.policy
    tolerated = policy.max_failed if policy.condition == "succeeded" else 0
    if run.outcome == "succeeded" and states["succeeded"] < len(run.scenario.references) - tolerated:
        yield f"the outcome is succeeded, with the tasks {dict(states)}"
    if run.outcome == "succeeded" and states["succeeded"] + states["failed"] < len(run.scenario.references):
        yield f"the outcome is succeeded, with unfinished tasks: {dict(states)}"
    if run.outcome == "failed" and states["failed"] <= tolerated:
        yield f"the outcome is failed, with the tasks {dict(states)}"


def _ends_in_time(run: Run) -> Iterator[str]:
    """2: by the deadline and one request timeout at most; and not before time when the time was over."""
    timeout = run.scenario.policy.timeout
    if run.elapsed > timeout + CONNECT_TIMEOUT + READ_TIMEOUT + EPSILON:
        yield f"the wait took {run.elapsed} of {timeout} seconds"
    if run.ended > max(timeout, run.elapsed) + EPSILON:
        yield f"the wait returned after {run.ended} of {timeout} seconds"
    if run.outcome == "timed_out" and not run.scenario.policy.once and run.elapsed < timeout - 1:
        yield f"the wait gave up after {run.elapsed} of {timeout} seconds"


def _keeps_the_budget(run: Run) -> Iterator[str]:
    """3: in no second more calls than the provider documents."""
    for provider, cloud in run.clouds.items():
        moments = defaultdict(list)
        for said in cloud.record:
            moments[said.call].append(said.asked_at)
        for call, times in moments.items():
            times.sort()
            budget = int(cloud.budgets[call])
            for first, last in zip(times, times[budget:], strict=False):
                if last - first < 1 - EPSILON:
                    yield f"{provider} {call}: more than {budget} calls in the second after {first}"
                    break


def _answers_each_once(run: Run) -> Iterator[str]:
    """4: each reference exactly once, in the order given."""
    expected = [reference.key for reference in run.scenario.references]
    if [(task["provider"], task["id"]) for task in run.document["tasks"]] != expected:
        yield "the result does not hold each reference exactly once"
    unfinished = [(task["provider"], task["id"]) for task in run.document["tasks"] if not task["finished"]]
    if [(left["provider"], left["id"]) for left in run.document["leftover"]] != unfinished:
        yield "leftover is not what is unfinished"


def _does_not_ask_again(run: Run) -> Iterator[str]:
    """4: an id that is known to have finished is not asked for by name any more."""
    finished_at: dict[tuple[str, str], float] = {}
    for task in run.document["tasks"]:
        if not task["finished"]:
            continue
        key = (task["provider"], task["id"])
        moments = [
            said.answered_at for provider, said in _records(run) if provider == key[0] and key[1] in said.finished
        ]
        if not moments:
            yield f"{key[0]} {key[1]} is reported as {task['state']}, but no answer said so"
            return
        finished_at[key] = min(moments)
    for provider, said in _records(run):
        # Two calls may belong to the same fetch: a batch that is taken apart, a look for the reasons of a failure.
        for task_id in said.ids if len(said.ids) > 1 else ():
            known = finished_at.get((provider, task_id))
            if known is not None and said.asked_at > known + run.scenario.policy.poll_interval:
                yield f"{provider} {task_id} was asked for at {said.asked_at}, finished since {known}"
                return


def _survives_passing_faults(run: Run) -> Iterator[str]:
    """6: only a lasting error ends a wait with an error, and with the outcome of that name."""
    if (run.outcome == "error") != ("error" in run.document):
        yield f"the outcome is {run.outcome}, but the error of the result is {run.document.get('error')}"
    if "error" in run.document and not any(said.fault in LASTING for _provider, said in _records(run)):
        yield f"the wait ended with {run.document['error']}, but no lasting error was ever answered"


def _stops_at_lasting_errors(run: Run) -> Iterator[str]:
    """6: a lasting error ends the wait at once, and is never tried again."""
    for provider, cloud in run.clouds.items():
        refused = [said for said in cloud.record if said.fault in LASTING]
        if not refused:
            continue
        first = min(said.answered_at for said in refused)
        later = [said for said in cloud.record if said.asked_at > first + EPSILON]
        if later and run.elapsed > first + EPSILON:
            yield f"{provider} was asked again after {refused[0].fault} at {first}"
        if first <= run.elapsed - EPSILON and "error" not in run.document:
            yield f"{provider} refused for good at {first}, but the wait went on"


def _first_goes_alone(run: Run) -> Iterator[str]:
    """6: until an answer shows that the credentials are good, there is one request at a time."""
    for provider, cloud in run.clouds.items():
        accepted = min((said.answered_at for said in cloud.record if said.fault is None), default=float("inf"))
        before = sorted((said.asked_at, said.answered_at) for said in cloud.record if said.asked_at < accepted)
        for (_asked, answered), (asked, _answered) in pairwise(before):
            if asked < answered - EPSILON:
                yield f"{provider}: a second request at {asked}, before the first was answered at {answered}"
                return


def _tolerates_missing(run: Run) -> Iterator[str]:
    """7: not found only after the grace, since the start or since the id was last seen, and after two looks."""
    grace = run.scenario.policy.missing_grace
    if run.outcome != "not_found":
        return
    seen: dict[tuple[str, str], float] = {}
    for provider, said in _records(run):
        for task_id in said.seen:
            seen[provider, task_id] = max(said.answered_at, seen.get((provider, task_id), 0.0))
    missing = [(task["provider"], task["id"]) for task in run.document["tasks"] if task["state"] == "not_found"]
    if not missing:
        yield "the outcome is not_found, but every task was found"
    elif all(run.elapsed - seen.get(key, 0.0) < grace - EPSILON for key in missing):
        yield f"the wait ended as not_found at {run.elapsed}, before the grace of {grace} seconds was over"


def _gives_up_on_strangers(run: Run) -> Iterator[str]:
    """7: an id that no cloud knows ends a wait that fails fast, soon after the grace."""
    scenario, policy = run.scenario, run.scenario.policy
    if not any(scenario.strangers.values()) or any(scenario.faults.values()) or policy.once or not policy.fail_fast:
        return
    if scenario.broken_call or any(script.poisons for scripts in scenario.scripts.values() for script in scripts):
        return
    # Beside a list, what it does not show is asked for by id, in turn.
    sweep = min(
        _sweep_takes(run.clouds[name], len(scenario.scripts[name])) if len(run.clouds[name].sweeps) > 1 else 4
        for name, unknown in scenario.strangers.items()
        if unknown
    )
    latest = policy.missing_grace + 2.2 * policy.poll_interval + sweep
    if latest < policy.timeout and run.elapsed > latest:
        yield f"an unknown id kept the wait going until {run.elapsed}, with a grace of {policy.missing_grace} seconds"


def _sees_what_was_there(run: Run) -> Iterator[str]:
    """Liveness: with honest clouds, what finishes well before the deadline is seen soon after."""
    scenario = run.scenario
    scripts = [script for own in scenario.scripts.values() for script in own]
    if any(scenario.faults.values()) or any(scenario.strangers.values()) or scenario.policy.once:
        return
    if any(map(_is_strange, scripts)) or scenario.broken_call:
        return
    if any(script.visible_at > scenario.policy.missing_grace for script in scripts):
        return
    last = max(max(script.ends_at, script.visible_at) for script in scripts)
    slack = 1.1 * scenario.policy.poll_interval + 4
    if last + slack > scenario.policy.timeout:
        return
    failing = sum(1 for script in scripts if script.failing)
    tolerated = scenario.policy.max_failed if scenario.policy.condition == "succeeded" else 0
    expected = "failed" if failing > tolerated else "succeeded"
    if run.outcome != expected:
        yield f"everything had finished by {last}, but the outcome is {run.outcome}, not {expected}"
    elif run.elapsed > last + slack:
        yield f"everything had finished by {last}, but that was seen at {run.elapsed} only"


def _is_strange(script: Script) -> bool:
    return bool(script.vanishes or script.babbles or script.contradicts or script.hidden or script.poisons)


def _sweep_takes(cloud: Cloud, tasks: int) -> float:
    """Seconds that asking for so many tasks may take, at a third of the documented rates."""
    return cloud.calls_of_a_sweep(tasks) / (cloud.budgets[cloud.sweeps[0]] / 3) + 4


def _news_is_young(run: Run) -> Iterator[str]:
    """9: with honest clouds, no task goes without news for longer than an interval and a sweep."""
    scenario, policy = run.scenario, run.scenario.policy
    if any(scenario.faults.values()) or policy.once:
        return
    for provider, scripts in scenario.scripts.items():
        if any(map(_is_strange, scripts)) or scenario.broken_call:
            continue
        allowed = 1.1 * policy.poll_interval + _sweep_takes(run.clouds[provider], len(scripts))
        by_list = run.clouds[provider].ids_per_call is None
        if by_list and (scenario.strangers[provider] or any(script.visible_at for script in scripts)):
            allowed += policy.poll_interval  # what the list does not show is asked for by id, in turn
        for script in scripts:
            if by_list and script.visible_at:
                continue
            before = 0.0
            for said in run.clouds[provider].record:
                if said.answered_at > run.elapsed + EPSILON or script.task_id in said.finished:
                    break
                if script.task_id in said.ids or script.task_id in said.seen:
                    if said.answered_at - before > allowed:
                        yield f"{provider} {script.task_id} was left alone from {before} to {said.answered_at}"
                        return
                    before = said.answered_at


def _starves_nobody(run: Run) -> Iterator[str]:
    """6: a task whose call always fails keeps no other task from being asked for."""
    scenario, policy = run.scenario, run.scenario.policy
    if any(scenario.faults.values()) or policy.once:
        return
    for provider, scripts in scenario.scripts.items():
        # Two sweeps for credentials that nobody has tried, one for the group of the one; each with its retries.
        enough = 3 * (1.1 * policy.poll_interval + 10 + _sweep_takes(run.clouds[provider], len(scripts)))
        if not (any(script.poisons for script in scripts) or scenario.broken_call) or run.elapsed < enough:
            continue
        answered = {
            task_id for said in run.clouds[provider].record if said.fault is None for task_id in (*said.ids, *said.seen)
        }
        # Those that the list does not show are asked for in turn, a few in each sweep.
        hidden = {script.task_id for script in scripts if script.visible_at or script.vanishes}
        starved = {script.task_id for script in scripts if not script.poisons} - answered - hidden
        if starved:
            yield f"{provider}: {sorted(starved)} were never asked for in {run.elapsed} seconds"


def _loses_nothing(run: Run) -> Iterator[str]:
    """8: whatever a response has said before the end is in the result."""
    finished = {(task["provider"], task["id"]) for task in run.document["tasks"] if task["finished"]}
    for provider, said in _records(run):
        if said.answered_at > run.elapsed - EPSILON:
            continue
        for task_id in said.finished:
            if (provider, task_id) not in finished:
                yield f"{provider} {task_id} was told to have finished at {said.answered_at}, and is not in the result"
                return


def _leaves_rates_to_others(run: Run) -> Iterator[str]:
    """3: after the first sweep, no more than a third of the documented rate."""
    for provider, cloud in run.clouds.items():
        since = run.swept.get(provider, float("inf"))
        for call in cloud.sweeps:
            times = sorted(
                said.asked_at for said in cloud.record if said.call == call and since + 1 < said.asked_at < run.elapsed
            )
            most = int(cloud.budgets[call] / 3)
            for first, last in zip(times, times[most + 1 :], strict=False):
                if last - first < 1 - EPSILON:
                    yield f"{provider} {call}: more than {most} calls in the second after {first}"
                    return


def _asks_for_reasons_after_the_verdict(run: Run) -> Iterator[str]:
    """8: what a verdict does not need is not asked for before it."""
    for provider, cloud in run.clouds.items():
        if cloud.reasons_apart:
            yield from _asks_for_no_reasons_too_early(run, provider, cloud)


def _asks_for_no_reasons_too_early(run: Run, provider: str, cloud: Cloud) -> Iterator[str]:
    known: dict[str, float] = {}
    for said in sorted(cloud.record, key=lambda said: said.asked_at):
        for task_id in said.ids if said.asked_at < run.elapsed - EPSILON else ():
            if known.get(task_id, float("inf")) < said.asked_at - EPSILON:
                yield f"{provider} {task_id} was asked for at {said.asked_at}, finished since {known[task_id]}"
                return
        for task_id in said.finished:
            known[task_id] = min(said.answered_at, known.get(task_id, float("inf")))


def _tells_no_secret(run: Run) -> Iterator[str]:
    """8."""
    if SECRET in run.printed:
        yield "the secret key was printed"
