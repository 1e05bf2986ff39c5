# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""1,000 tasks over both clouds that finish one after another over five minutes: what every contender makes of them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

from .figures import number
from .plan import Plan
from .report import prose
from .virtual import Scenario, Wait, our_wait, script_wait, terraform_wait

OURS, SCRIPT, TERRAFORM = "our wait", "the script on the SDKs", "Terraform's wait"
CONTENDERS: Mapping[str, Callable[[Scenario], Wait]] = {
    OURS: our_wait,
    SCRIPT: script_wait,
    TERRAFORM: terraform_wait,
}
#: Different orders for each repeat: where the last finish falls between two polls is chance.
_ORDERS = 20


def count(plan: Plan) -> int:
    return plan.size(1_000, 100)


def waits(plan: Plan, name: str) -> Sequence[Wait]:
    """The waits of a contender, one for each order of the tasks."""
    return [_wait(name, Scenario(count(plan), seed)) for seed in range(plan.repeats * _ORDERS)]


@functools.cache
def _wait(name: str, scenario: Scenario) -> Wait:
    return CONTENDERS[name](scenario)


def about(plan: Plan) -> str:
    """What the waits have in common, in sentences."""
    return prose(
        f"""
        {number(count(plan), 0)} tasks, half of them at each cloud, finish at an even pace over 5 minutes in no order
        of their ids; interval 5 s, 100 ms a call; virtual time, {plan.repeats * _ORDERS} different orders, the same
        for all.
        """
    )
