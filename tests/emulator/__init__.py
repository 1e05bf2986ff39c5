# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An emulator of the CDN providers' APIs, for tests, demos and benchmarks on one machine.

Run it with ``python -m tests.emulator`` from the repository's root, or use
``tests.emulator.testing.Emulator`` from pytest. README.md describes the control API.
``tests.emulator.transport.EmulatedTransport`` is the same without a server, for the collection's client.

No part of the collection is used behind these doors: signatures are checked with the official SDKs' own signers,
so that a mistake of ours cannot agree with itself.
"""
