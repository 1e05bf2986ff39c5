# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """How a provider's API is reached; the doc fragment providers is generated from it."""

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
    description: Time to wait for a complete answer once connected, 0.1 to 3600 seconds, as a number or as in V(1m).
    type: raw
    default: 30.0
  retries:
    description:
      - How often a request is repeated after a passing fault (no connection, a time-out, HTTP 429 or 5xx, an answer
        that is not JSON), 0 to 100. Pauses grow, are random, and follow C(Retry-After) up to a minute.
      - Bad credentials and other lasting errors are never tried again.
    type: int
    default: 3
  calls_per_second:
    description:
      - At most so many calls a second, 0.1 to 1000, for an account that other jobs use as well.
      - Never more than the provider documents, which is also what is used if not set.
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
  - Proxies are taken from the environment (E(https_proxy), E(http_proxy), E(all_proxy), E(no_proxy), in lower or
    upper case).
  - Redirects are not followed, so that credentials stay with the host they were meant for.
"""
