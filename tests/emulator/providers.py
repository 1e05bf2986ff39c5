# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulated providers. A new one is one more module and one more entry."""

from __future__ import annotations

from .alibabacloud import AlibabacloudCdn, AlibabacloudDcdn
from .blueprint import Blueprint
from .huaweicloud import HuaweicloudCdn
from .huaweicloud_iam import HuaweicloudIam

BLUEPRINTS: tuple[type[Blueprint], ...] = (HuaweicloudCdn, HuaweicloudIam, AlibabacloudDcdn, AlibabacloudCdn)
