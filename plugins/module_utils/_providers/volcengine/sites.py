# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Volcengine and BytePlus: the two sites, each with accounts, addresses and names of variables of its own."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Options


@dataclass(frozen=True)
class Oidc:
    """Names in the environment that lead to a key by an ID token."""

    role: str
    token_file: str
    session_name: str
    policy: str
    endpoint: str


@dataclass(frozen=True)
class Site:
    """One of the two sites, whose accounts, keys and tasks know nothing of each other."""

    title: str
    endpoint: str
    #: What is signed; the service is global, so that it is a name and no choice.
    region: str
    sts_endpoint: str
    #: What calls to STS are signed for.
    sts_region: str
    #: The vendor has no default: it is whatever the role's trust policy has in oidc:aud.
    audience: str
    #: Names of a key, its secret and its token in the environment: those of the SDK in use.
    environment: tuple[str, str, str]
    #: Those of the older SDK, which knows no token.
    old_environment: tuple[str, str, str]
    oidc: Oidc
    #: Names of a machine's role, and of the switch that has no machine asked; None where none are documented.
    machine: tuple[str, str] | None


SITES = {
    "volcengine": Site(
        "Volcengine",
        "https://cdn.volcengineapi.com",
        "cn-north-1",
        "https://sts.volcengineapi.com",
        "cn-beijing",
        "sts.volcengineapi.com",
        ("VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY", "VOLCENGINE_SESSION_TOKEN"),
        ("VOLC_ACCESSKEY", "VOLC_SECRETKEY", ""),
        Oidc(
            "VOLCENGINE_OIDC_ROLE_TRN",
            "VOLCENGINE_OIDC_TOKEN_FILE",
            "VOLCENGINE_OIDC_ROLE_SESSION_NAME",
            "VOLCENGINE_OIDC_ROLE_POLICY",
            "VOLCENGINE_OIDC_STS_ENDPOINT",
        ),
        ("VOLCENGINE_ECS_METADATA", "VOLCENGINE_ECS_METADATA_DISABLED"),
    ),
    "byteplus": Site(
        "BytePlus",
        # The older SDK calls open.byteplusapi.com; the documentation of the calls has this one.
        "https://cdn.byteplusapi.com",
        "ap-singapore-1",
        "https://sts.ap-southeast-1.byteplusapi.com",
        "ap-southeast-1",
        "sts.byteplusapi.com",
        ("BYTEPLUS_ACCESS_KEY", "BYTEPLUS_SECRET_KEY", "BYTEPLUS_SESSION_TOKEN"),
        ("BYTEPLUS_ACCESSKEY", "BYTEPLUS_SECRETKEY", "BYTEPLUS_SESSION_TOKEN"),
        Oidc(
            "BYTEPLUS_OIDC_ROLE_TRN",
            "BYTEPLUS_OIDC_TOKEN_FILE",
            "BYTEPLUS_OIDC_ROLE_SESSION_NAME",
            "BYTEPLUS_OIDC_ROLE_POLICY",
            "BYTEPLUS_OIDC_STS_ENDPOINT",
        ),
        None,
    ),
}


def site_of(options: Options) -> Site:
    """The site that the options name."""
    return SITES[options["site"]]
