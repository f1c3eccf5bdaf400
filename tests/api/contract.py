"""Does an answer keep what the schema promises? Fields that the schema does not name are a breach too."""

from __future__ import annotations

import json
import re
from typing import Any

from jsonschema import Draft202012Validator


class Contract:
    def __init__(self, schema: dict[str, Any]) -> None:
        # As a client reads it: plain JSON.
        self.schema: dict[str, Any] = json.loads(json.dumps(schema, default=str))
        _close(self.schema["components"]["schemas"])

    def operation(self, method: str, path: str) -> dict[str, Any]:
        # A path without a variable goes first, as it does for the router: /foods/compare/ is no food.
        for template, methods in sorted(self.schema["paths"].items(), key=lambda one: "{" in one[0]):
            if re.fullmatch(re.sub(r"{[^}]+}", "[^/]+", template), path) and method.lower() in methods:
                found: dict[str, Any] = methods[method.lower()]
                return found
        raise AssertionError(f"the schema does not know {method} {path}")

    def check(self, response: Any) -> Any:
        """The answer as JSON, after it was held against the schema."""
        request = response.wsgi_request
        promised = self.operation(request.method, request.path)["responses"]
        assert str(response.status_code) in promised, f"{response.status_code} is not in the schema: {response.content}"
        content = promised[str(response.status_code)].get("content", {})
        if not content:
            assert not response.content
            return None
        media = response.headers["Content-Type"].partition(";")[0]
        body = response.json()
        self.validate(content[media]["schema"], body)
        return body

    def validate(self, shape: dict[str, Any], body: Any) -> None:
        validator = Draft202012Validator({**shape, "components": self.schema["components"]})
        errors = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(body)]
        assert not errors, errors[:5]


def _close(node: Any) -> None:
    """No object may have a field that its schema does not list."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            node.setdefault("additionalProperties", False)
        for part in node.values():
            _close(part)
    elif isinstance(node, list):
        for part in node:
            _close(part)
