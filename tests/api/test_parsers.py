from typing import Any

import pytest
from django.test import Client

from tests.api.contract import Contract

pytestmark = pytest.mark.django_db

MANY_FIELDS = b"{" + b",".join(b'"f%d":1' % n for n in range(300)) + b"}"
BODIES = {
    "not JSON": b"{",
    "nothing but a comma": b",",
    "not UTF-8": b'{"sex": "\xff"}',
    "UTF-16": '{"sex": "female"}'.encode("utf-16"),
    "a list": b"[]",
    "null": b"null",
    "a text": b'"female"',
    "a number of thousands of digits": b'{"age_years": ' + b"9" * 5000 + b"}",
    "too deep for any reader": b"[" * 100_000,
    "deeper than a profile": b'{"sex": ' + b"[" * 30 + b"]" * 30 + b"}",
    "the same name twice": b'{"age_years": 30, "age_years": 70}',
    "hundreds of fields": MANY_FIELDS,
}


def post(client: Client, body: bytes, path: str = "/api/v1/targets/") -> Any:
    return client.generic("POST", path, body, content_type="application/json")


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("path", ["/api/v1/targets/", "/api/v1/cautions/check/", "/api/v1/plans/"])
def test_a_body_that_cannot_be_read_is_a_400(client: Client, contract: Contract, name: str, path: str) -> None:
    response = post(client, BODIES[name], path)
    assert response.status_code == 400
    assert contract.check(response)["detail"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b'{"age_years": NaN}', "/age_years"),
        (b'{"weight_kg": Infinity}', "/weight_kg"),
        (b'{"weight_kg": -Infinity}', "/weight_kg"),
        (b'{"weight_kg": 1e999}', "/weight_kg"),
        (b'{"avoid_foods": [1, 99999999999999999999]}', "/avoid_foods/1"),
        (b'{"medications": [{"name": "\\u0000"}]}', "/medications/0/name"),
        (b'{"medications": [{"name": "\\ud800"}]}', "/medications/0/name"),
        (b'{"a/b~": NaN}', "/a~1b~0"),
    ],
)
def test_a_value_that_is_no_value_is_named_by_its_place(client: Client, body: bytes, pointer: str) -> None:
    answer = post(client, body)
    assert answer.status_code == 400
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


def test_a_name_with_a_broken_character_is_refused_and_not_echoed(client: Client) -> None:
    answer = post(client, b'{"\\ud800": 1}')
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/?"


def test_more_than_a_mebibyte_is_a_413(client: Client, contract: Contract) -> None:
    response = post(client, b" " * (1024 * 1024 + 1))
    assert response.status_code == 413
    contract.check(response)


def test_a_mebibyte_is_read(client: Client) -> None:
    assert post(client, b"{}" + b" " * (1024 * 1024 - 2)).status_code == 400  # for the fields that are missing


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json"]
)
def test_another_kind_of_body_is_a_415(client: Client, contract: Contract, kind: str) -> None:
    response = client.generic("POST", "/api/v1/targets/", b"{}", content_type=kind)
    assert response.status_code == 415
    contract.check(response)


def test_json_with_a_charset_is_json(client: Client) -> None:
    response = client.generic("POST", "/api/v1/targets/", b"{}", content_type="application/json; charset=utf-8")
    assert response.status_code == 400
