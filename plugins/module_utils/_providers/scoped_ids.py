# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Ids of tasks that a cloud knows within something else alone: SCOPE.ID. Pure."""

from __future__ import annotations

import re

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._model.urls import show

_SCOPE = re.compile(r"^[A-Za-z0-9_-]{1,64}\Z")


def join(scope: str, own_id: str) -> str:
    """The id of a task, of the cloud's own id of it and of what it is known within."""
    return f"{scope}.{own_id}"


def split(task_id: str, default_scope: str, form: str, option: str) -> tuple[str, str]:
    """What a task is known within, and the cloud's own id of it; OptionError for one that names neither.

    default_scope is that of an id that names none; empty where the options name none either.
    """
    scope, dot, own_id = task_id.partition(".")
    if not dot:
        scope, own_id = default_scope, task_id
        if not scope:
            raise OptionError(f"the id {show(task_id)} is not whole. Expected {form}, or the option {option}.")
    return scope, own_id


def check(scope: str, own_id: str, form: str) -> None:
    """Raise an OptionError for what cannot be an id of that form."""
    if not (_SCOPE.match(scope) and own_id):
        raise OptionError(f"the id {show(join(scope, own_id))} is none of this provider. Expected {form}.")


def checked_scope(value: str | None, option: str, example: str) -> str:
    """The scope that an option names, empty for none; OptionError for what can be none."""
    scope = (value or "").strip()
    if scope and not _SCOPE.match(scope):
        raise OptionError(f"{option}: {show(scope)} cannot be one. Expected one such as {example}.")
    return scope
