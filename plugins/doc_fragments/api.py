# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """How to reach a provider's API; the doc fragment providers is generated from it."""

    DOCUMENTATION = r"""
options:
  endpoint:
    description:
      - The API's address, as V(https://HOST) or V(https://HOST:PORT).
      - V(http://) is refused unless the host is a loopback address.
      - The provider's public address if not set.
    type: str
  connect_timeout:
    description: Time to wait for a connection, 0.1 to 300 seconds, as a number or as in V(10s).
    type: raw
    default: 5.0
  read_timeout:
    description: Time to wait for a complete response once connected, 0.1 to 3600 seconds, as a number or as in V(1m).
    type: raw
    default: 30.0
  retries:
    description:
      - How often the module repeats a request after a passing fault (no connection, a time-out, HTTP 429 or 5xx, a
        response that is not JSON), 0 to 100. Pauses grow, are random, and follow C(Retry-After) up to a minute.
      - It never repeats one after bad credentials or another lasting error.
    type: int
    default: 3
  calls_per_second:
    description:
      - The largest number of calls per second, 0.1 to 1000, for an account that other jobs use as well.
      - Defaults to the rate that the provider documents, and never raises it.
    type: float
  validate_certs:
    description: Whether the server's TLS certificate is verified. Turn it off for tests only.
    type: bool
    default: true
  ca_path:
    description: A file of PEM certificates, or a folder of them, to verify the server's certificate with instead of
      the usual ones.
    type: path
requirements:
  - requests >= 2.25.1
notes:
  - The module takes proxies from the environment (E(https_proxy), E(http_proxy), E(all_proxy), E(no_proxy), in lower
    or upper case).
  - It follows no redirects, so that credentials stay with the host they were meant for.
"""
