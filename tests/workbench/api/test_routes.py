"""The description of the API, and the page that lists it."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import Client

from nosologist.workbench.api import routes
from nosologist.workbench.roles import Role
from workbench.practice import person, signed_in

ROOT = Path(__file__).resolve().parents[3]


def test_the_description_names_every_address_and_asks_for_a_token() -> None:
    found = Client().get("/api/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    described = set(found["paths"])
    served = {"/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern)) for one in routes.patterns()}
    assert described == served
    for operations in found["paths"].values():
        for operation in operations.values():
            assert operation["description"]
            assert "default" in operation["responses"]
    assert found["security"] == [{"token": []}]
    assert "http" not in str(found).replace("'type': 'http'", "")  # it leads nowhere else


def test_the_guide_names_every_address() -> None:
    """By its last word that is no id: a new noun without a line in docs/api.md fails."""
    guide = (ROOT / "docs" / "api.md").read_text("utf-8")
    for path in routes.described()["paths"]:
        word = [part for part in path.split("/") if part and not part.startswith("{")][-1]
        assert re.search(rf"[`/.]{re.escape(word)}\b", guide), path


def test_the_page_lists_them_without_help_of_others() -> None:
    page = signed_in(person("ann", Role.PRIVACY)).get("/api/").content.decode()
    assert "/api/charts/{chart}/decisions" in page
    assert "Look codes up in your own words" in page


def test_an_address_that_is_none_is_a_problem_too() -> None:
    answer = Client().get("/api/nowhere")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Client().get("/api/me").headers["WWW-Authenticate"].startswith("Bearer")
