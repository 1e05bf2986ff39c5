# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""The providers there are. A new one is added here and nowhere else."""

from __future__ import annotations

from typing import Any, Iterable, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud import connect as alibabacloud
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import connect as huaweicloud

from .connection import ArgumentSpec
from .seam import Provider, Runtime

#: The options of each provider's connection, by its name.
PROVIDER_OPTIONS: dict[str, ArgumentSpec] = {
    alibabacloud.PROVIDER: alibabacloud.OPTIONS,
    huaweicloud.PROVIDER: huaweicloud.OPTIONS,
}


def open_provider(name: str, options: Mapping[str, Any], runtime: Runtime) -> Provider:
    """A provider ready to be asked. OptionError for options that cannot be used; nothing is sent."""
    # Imported where they are used: a module pays for the provider that it asks alone.
    if name == alibabacloud.PROVIDER:
        from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud.read import AlibabacloudDcdn

        return AlibabacloudDcdn(options, runtime)
    from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud.read import HuaweicloudCdn

    return HuaweicloudCdn(options, runtime)


def open_all(names: Iterable[str], options: Mapping[str, Mapping[str, Any]], runtime: Runtime) -> dict[str, Provider]:
    """Providers by name, ready to be asked. OptionError names the provider concerned."""
    opened = {}
    for name in names:
        try:
            opened[name] = open_provider(name, options[name], runtime)
        except OptionError as exc:
            raise OptionError(f"providers.{name}: {exc}") from None
    return opened


def default_options(name: str) -> dict[str, Any]:
    """What a provider's options are where the user gave none."""
    return {option: spec.get("default") for option, spec in PROVIDER_OPTIONS[name].items()}
