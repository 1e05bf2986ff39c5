# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alibaba Cloud CDN, for the suite that every provider must pass: all but its names is as for DCDN."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.declarations import CDN
from tests.providers.alibabacloud_cdn.blueprint import AlibabacloudCdn
from tests.providers.alibabacloud_dcdn.kit import kit_of

KIT = replace(kit_of(CDN, AlibabacloudCdn), other_quotas=[("prefetch", "edge")], traps=12)
