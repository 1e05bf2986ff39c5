# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulated providers: those of every tests/providers/NAME/blueprint.py."""

from __future__ import annotations

from tests.clouds import of_clouds

from .blueprint import Blueprint

#: Each once: what several products of a vendor need may be named by each of them.
BLUEPRINTS: tuple[type[Blueprint], ...] = tuple(
    dict.fromkeys(blueprint for own in of_clouds("blueprint", "BLUEPRINTS").values() for blueprint in own)
)
