# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulated clouds: SIMULATED of every tests/providers/NAME/simulated.py."""

from __future__ import annotations

from collections.abc import Mapping

from tests.clouds import of_clouds

from .clouds import Cloud

KINDS: Mapping[str, type[Cloud]] = of_clouds("simulated", "SIMULATED")
