"""A browser without pages: cookies, tokens and forms over HTTP, as the desk's script sends them."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import Cookie, CookieJar
from typing import Any

from workbench.forked import Forked
from workbench.practice import NOTE, PASSWORD
from workbench.running import Running, app_shows


class Visitor:
    """One person at a running workbench."""

    def __init__(self, running: Running | Forked, session: str = "") -> None:
        self._running = running
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        if session:
            self._cookies.set_cookie(_session(session))
        self.token = ""
        self.secret = ""

    def get(self, where: str) -> str:
        """A page; its token is kept for the next form."""
        return self._read(urllib.request.Request(self._running.address + where))

    def post(self, where: str, **fields: str) -> str:
        """Send a form."""
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self.token}).encode()
        return self._read(urllib.request.Request(self._running.address + where, body))

    def decide(self, chart: str, decision: dict[str, Any]) -> int:
        """Send a decision; the status of the answer. Raises OSError where no whole answer came."""
        return self.tell(f"/chart/{chart}/decide/", decision)

    def tell(self, where: str, what: dict[str, Any]) -> int:
        """Send what the desk's script sends; the status of the answer. Raises OSError where no whole answer came."""
        request = urllib.request.Request(
            self._running.address + where, json.dumps(what).encode(),
            {"X-CSRFToken": self.token, "X-Desk": "1", "Content-Type": "application/json"},
        )  # fmt: skip
        try:
            with self._opener.open(request, timeout=30) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def begin(self) -> None:
        """Become the first user of a fresh machine, which ``noso serve`` runs."""
        assert isinstance(self._running, Running)
        self.get("/first/")
        page = self.post(
            "/first/", code=self._running.setup_code(), username="ann", password=PASSWORD, again=PASSWORD,
            organization="Elm Street Clinic",
        )  # fmt: skip
        self.secret = re.findall(r'id="secret">(\w+)<', page)[0]
        self.post("/enroll/", number=app_shows(self.secret))

    def come_back(self, secret: str) -> str:
        """Sign in with both factors; the next number of the app, because this one may have been used."""
        self.get("/sign-in/")
        self.post("/sign-in/", username="ann", password=PASSWORD)
        return self.post("/second-factor/", number=app_shows(secret, 1))

    def upload(self) -> str:
        """Paste a note; the id of its chart."""
        self.get("/upload/")
        page = self.post("/upload/", text=NOTE, name="visit")
        while not (found := re.findall(r"/chart/([0-9a-f-]{36})/", page)):
            time.sleep(0.2)
            page = self.get("/upload/inbox/")
        chart = found[0]
        self.get(f"/chart/{chart}/")
        return str(chart)

    def send(self, name: str, data: bytes) -> None:
        """Send a file in."""
        mark = "mark-of-the-parts"
        fields = f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self.token}\r\n'
        file = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        body = fields.encode() + file.encode() + data + f"\r\n--{mark}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        self._read(urllib.request.Request(f"{self._running.address}/upload/", body, kind))

    def _read(self, request: urllib.request.Request) -> str:
        with self._opener.open(request, timeout=30) as answer:
            page = answer.read().decode()
        if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page):
            self.token = found[1]
        return str(page)


def _session(value: str) -> Cookie:
    return Cookie(
        0, "sessionid", value, None, False, "127.0.0.1", True, False, "/", True, False, None, True, None, None, {}
    )
