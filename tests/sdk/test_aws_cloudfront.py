# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWS's official client works against the emulator, unchanged; the collection works against moto, a second judge."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

from ansible_collections.edgeops.cdn.plugins.module_utils._http.transport import RequestsTransport
from ansible_collections.edgeops.cdn.plugins.module_utils._model.clock import SystemClock
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task import submit_task, task_options
from ansible_collections.edgeops.cdn.plugins.module_utils._module.task_info import info_options, task_info
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS
from ansible_collections.edgeops.cdn.plugins.module_utils._providers.seam import Runtime
from tests.emulator.accounts import Key
from tests.emulator.testing import Emulator
from tests.providers.aws_cloudfront.accounts import (
    AWS_DENIED_KEY,
    AWS_EXPIRED_KEY,
    AWS_KEY,
    AWS_READ_ONLY_KEY,
    AWS_TEMPORARY_KEY,
)
from tests.providers.aws_cloudfront.blueprint import DISTRIBUTION, TENANT

NAME = "aws_cloudfront"
PATHS = ["/a.txt?x=1&y=2", "/img/*"]


def client_of(url: str, key: Key = AWS_KEY, secret: str | None = None) -> Any:
    return boto3.client(
        "cloudfront",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=key.access_key,
        aws_secret_access_key=secret or key.secret_key,
        aws_session_token=key.token,
        config=Config(retries={"total_max_attempts": 1}),
    )


def batch(*paths: str, reference: str = "r-1") -> dict[str, Any]:
    return {"Paths": {"Quantity": len(paths), "Items": list(paths)}, "CallerReference": reference}


@pytest.mark.parametrize("key", [AWS_KEY, AWS_TEMPORARY_KEY])
def test_submissions(emulator: Emulator, key: Key) -> None:
    client = client_of(emulator.url, key)
    made = client.create_invalidation(DistributionId=DISTRIBUTION, InvalidationBatch=batch(*PATHS))
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    own_id = made["Invalidation"]["Id"]
    assert made["Invalidation"]["InvalidationBatch"]["Paths"]["Items"] == PATHS
    task = emulator.task(NAME, f"{DISTRIBUTION}.{own_id}")
    assert (task["operation"], task["object_type"], task["url_count"]) == ("purge", "other", 2)


def test_a_reference_that_comes_again(emulator: Emulator) -> None:
    emulator.settings(limits=False)
    client = client_of(emulator.url)
    ids = {
        client.create_invalidation(DistributionId=DISTRIBUTION, InvalidationBatch=batch("/a"))["Invalidation"]["Id"]
        for _number in range(2)
    }
    assert len(ids) == 1
    with pytest.raises(ClientError) as raised:
        client.create_invalidation(DistributionId=DISTRIBUTION, InvalidationBatch=batch("/b"))
    assert raised.value.response["Error"]["Code"] == "InvalidArgument"


def test_reads(emulator: Emulator) -> None:
    client = client_of(emulator.url)
    done = emulator.add_task(NAME, urls=["https://www.example.com/a"], script={"finish_after": 0})
    running = emulator.add_task(NAME, urls=["https://www.example.com/b"], script={"stuck": True})
    own_ids = [task_id.partition(".")[2] for task_id in (done, running)]
    one = client.get_invalidation(DistributionId=DISTRIBUTION, Id=own_ids[0])["Invalidation"]
    assert (one["Status"], one["InvalidationBatch"]["Paths"]["Items"]) == ("Completed", ["/a"])
    listed = client.list_invalidations(DistributionId=DISTRIBUTION, MaxItems="1")["InvalidationList"]
    assert (listed["IsTruncated"], listed["Items"][0]["Id"], listed["Items"][0]["Status"]) == (
        True,
        own_ids[1],
        "InProgress",
    )
    emulator.settings(limits=False)
    pages = client.get_paginator("list_invalidations").paginate(
        DistributionId=DISTRIBUTION, PaginationConfig={"PageSize": 1}
    )
    assert [row["Id"] for page in pages for row in page["InvalidationList"].get("Items", ())] == own_ids[::-1]


def test_the_official_waiter(emulator: Emulator) -> None:
    task_id = emulator.add_task(
        NAME, urls=["https://www.example.com/a"], script={"start_after_reads": 1, "finish_after_reads": 2}
    )
    waiter = client_of(emulator.url).get_waiter("invalidation_completed")
    emulator.settings(limits=False)
    waiter.wait(DistributionId=DISTRIBUTION, Id=task_id.partition(".")[2], WaiterConfig={"Delay": 0, "MaxAttempts": 5})


def test_tenants(emulator: Emulator) -> None:
    emulator.settings(limits=False)
    client = client_of(emulator.url)
    made = client.create_invalidation_for_distribution_tenant(Id=TENANT, InvalidationBatch=batch("/a"))
    own_id = made["Invalidation"]["Id"]
    one = client.get_invalidation_for_distribution_tenant(DistributionTenantId=TENANT, Id=own_id)
    assert one["Invalidation"]["Id"] == own_id
    (row,) = client.list_invalidations_for_distribution_tenant(Id=TENANT)["InvalidationList"]["Items"]
    assert row["Id"] == own_id


@pytest.mark.parametrize(
    ("key", "secret", "code"),
    [
        (Key("AKIANOBODY", "s", ""), None, "InvalidClientTokenId"),
        (AWS_KEY, "another", "SignatureDoesNotMatch"),
        (AWS_EXPIRED_KEY, None, "ExpiredToken"),
        (AWS_DENIED_KEY, None, "AccessDenied"),
        (AWS_READ_ONLY_KEY, None, "AccessDenied"),
    ],
)
def test_refusals(emulator: Emulator, key: Key, secret: str | None, code: str) -> None:
    with pytest.raises(ClientError) as raised:
        client_of(emulator.url, key, secret).create_invalidation(
            DistributionId=DISTRIBUTION, InvalidationBatch=batch("/a")
        )
    assert raised.value.response["Error"]["Code"] == code
    assert raised.value.response["ResponseMetadata"]["RequestId"]


def test_what_there_is_not(emulator: Emulator) -> None:
    client = client_of(emulator.url)
    with pytest.raises(client.exceptions.NoSuchInvalidation):
        client.get_invalidation(DistributionId=DISTRIBUTION, Id="INOBODYS")
    emulator.settings(aws_cloudfront={"distributions": [DISTRIBUTION]})
    with pytest.raises(client.exceptions.NoSuchDistribution):
        client.list_invalidations(DistributionId="ENOBODYS")


# The collection against moto's server, whose words and order are not AWS's: it says COMPLETED at once, oldest first.


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def distribution(moto: str) -> str:
    """A distribution of moto's."""
    origin = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"}
    config = {
        "CallerReference": "r-1",
        "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "o.example.com", "CustomOriginConfig": origin}]},
        "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all", "MinTTL": 0},
        "Comment": "",
        "Enabled": True,
    }
    made = client_of(moto).create_distribution(DistributionConfig=config)
    return str(made["Distribution"]["Id"])


def runtime() -> Runtime:
    return Runtime(SystemClock(), {}, lambda _text: None, RequestsTransport)


def options_of(specs: Any, moto: str, distribution: str, **given: Any) -> dict[str, Any]:
    defaults = {name: spec.get("default") for name, spec in specs.items()}
    key = {"access_key": AWS_KEY.access_key, "secret_key": AWS_KEY.secret_key}
    return {**defaults, **key, "endpoint": moto, "distribution_id": distribution, **given}


def test_moto_takes_submissions_and_a_wait_for_them(moto: str, distribution: str) -> None:
    declared = PROVIDERS[NAME]
    given = {"operation": "purge", "paths": PATHS[:1], "wait": True}
    result = submit_task(declared, options_of(task_options(declared), moto, distribution, **given), False, runtime())
    assert (result["failed"], result["outcome"]) == (False, "succeeded")
    (task,) = result["tasks"]
    assert task["id"].startswith(f"{distribution}.")
    found = client_of(moto).get_invalidation(DistributionId=distribution, Id=task["id"].partition(".")[2])
    assert found["Invalidation"]["InvalidationBatch"]["Paths"]["Items"] == PATHS[:1]


def test_moto_is_read_by_id_and_by_list(moto: str, distribution: str) -> None:
    client = client_of(moto)
    ids = [
        client.create_invalidation(DistributionId=distribution, InvalidationBatch=batch(path, reference=path))[
            "Invalidation"
        ]["Id"]
        for path in PATHS
    ]
    declared = PROVIDERS[NAME]
    specs = info_options(declared)
    whole = [f"{distribution}.{own_id}" for own_id in ids]
    by_id = task_info(declared, options_of(specs, moto, distribution, ids=[*whole, "INOBODYS"]), runtime())
    assert [task["state"] for task in by_id["tasks"]] == ["succeeded", "succeeded", "not_found"]
    assert [[url["url"] for url in task["urls"]] for task in by_id["tasks"]] == [PATHS[:1], PATHS[1:], []]
    listed = task_info(declared, options_of(specs, moto, distribution, created_after="1h"), runtime())
    assert set(whole) <= {task["id"] for task in listed["tasks"]}
