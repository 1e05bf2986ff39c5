# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Metadata of machines, asked by the real transport: no proxy is asked, and no redirect is followed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import Any

import pytest

from ansible_collections.edgeops.cdn.plugins.module_utils._http.transport import RequestsTransport
from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import ApiError
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.alibabacloud import machine as alibabacloud
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.aws import machine as aws
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.huaweicloud import machine as huaweicloud
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.sources.machine import MetadataSource
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.tencentcloud import machine as tencentcloud
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.volcengine import machine as volcengine
from tests.unit.support import FakeClock

CLOUDS = [alibabacloud, aws, huaweicloud, tencentcloud, volcengine]


class Listener:
    """A server that sends everybody elsewhere, and remembers who came."""

    def __init__(self) -> None:
        seen = self.seen = list[str]()

        class Handler(BaseHTTPRequestHandler):
            def _redirect(self) -> None:
                seen.append(self.path)
                self.send_response(302)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_PUT = do_CONNECT = _redirect

            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def source(cloud: ModuleType, environ: dict[str, str], address: str | None = None) -> MetadataSource:
    """What asks a cloud's metadata, or an address in the place of them."""
    metadata = cloud._METADATA if address is None else replace(cloud._METADATA, address=address)
    runtime = Runtime(FakeClock(), environ, lambda _text: None, RequestsTransport)
    return MetadataSource("this machine's role", metadata, None, "cloud", runtime, None)


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.__name__.split(".")[-2])
def test_redirect_is_not_followed(cloud: ModuleType, listener: Listener) -> None:
    with pytest.raises(ApiError, match="no usable response"):
        source(cloud, {}, listener.url).read()
    assert len(listener.seen) == 1
    assert listener.seen != ["/elsewhere"]


@pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.__name__.split(".")[-2])
def test_proxy_of_the_environment_is_not_asked(
    cloud: ModuleType, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.conftest import _elsewhere

    really = socket.getaddrinfo

    def resolve(host: Any, *arguments: Any, **keywords: Any) -> Any:
        # A documentation address (RFC 5737) for the one service that has a name: nobody is asked what that leads to.
        return really("192.0.2.1" if host == "metadata.tencentyun.com" else host, *arguments, **keywords)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    names = ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")
    for name in names:
        monkeypatch.setenv(name, listener.url)
    with pytest.raises(ApiError, match="no usable response"):
        source(cloud, dict.fromkeys(names, listener.url)).read()
    # It was the machine itself that was asked, and the tests let nobody get there.
    address = "192.0.2.1" if cloud is tencentcloud else cloud._METADATA.address.partition("//")[2]
    assert _elsewhere == [address]
    _elsewhere.clear()
    assert listener.seen == []
