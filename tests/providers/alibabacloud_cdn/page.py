# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The facts of docs/providers/alibabacloud_cdn.md."""

from __future__ import annotations

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud import submit
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.declarations import CDN, CDN_PRODUCT
from tests.providers.alibabacloud_dcdn.page import facts_of

FACTS = facts_of(CDN, CDN_PRODUCT, submit._QUOTAS)
