"""Serving the workbench: the database brought up to date, the books opened, then requests until somebody stops it."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nosologist.errors import UsageError
from nosologist.workbench.configure import LOOPBACK, Guard, configure

_THREADS = 8
_WARMING = (
    5.0  # seconds before the first answer in which the engine may load; books that are compiled first take longer
)
_NEEDED = ("django", "argon2", "jwt", "ninja", "segno", "waitress", "webauthn", "whitenoise", "xlsxwriter", "zxcvbn")
Tell = Callable[[str], None]


def set_up(
    folder: Path, postgres: str | None, hosts: tuple[str, ...] = LOOPBACK, secure: bool = False,
    guard: Guard = Guard(),  # noqa: B008 -- frozen
) -> None:  # fmt: skip
    """Make the workbench ready: settings, folder, key, and the database as this version needs it.

    Raises:
        UsageError: a library is missing, or the folder or database cannot be used.
    """
    look_for_libraries()
    configure(folder, postgres, hosts, secure, guard=guard)
    from django.core.management import call_command

    with telling_of_the_database(folder, postgres):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("clearsessions")


def look_for_libraries() -> None:
    """Tell how to install what is missing.

    Raises:
        UsageError: a library is missing.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"the workbench needs {', '.join(missing)}; install it with: pip install 'nosologist[workbench]'"
        )


@contextmanager
def telling_of_the_database(folder: Path, postgres: str | None) -> Iterator[None]:
    """Say in a line what is wrong with the database, and close it in the end.

    Raises:
        UsageError: it cannot be used.
    """
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connection

    try:
        yield
    except ImproperlyConfigured:
        raise UsageError("--postgres needs psycopg; install it with: pip install 'nosologist[postgres]'") from None
    except DatabaseError as error:
        where = "the PostgreSQL database" if postgres else f"{folder}"
        raise UsageError(
            f"{where}: cannot be used ({type(error).__name__}); check that it runs and lets you in"
        ) from None
    finally:
        connection.close()


def listening(host: str, port: int) -> Any:
    """A server of the workbench that has taken its address, and answers once it is run.

    Raises:
        UsageError: the address cannot be taken.
    """
    import waitress
    from django.core.wsgi import get_wsgi_application

    try:
        return waitress.create_server(
            get_wsgi_application(), host=host, port=port, threads=_THREADS, ident="", clear_untrusted_proxy_headers=False,
            max_request_body_size=70_000_000,
        )  # fmt: skip
    except OSError as error:
        raise UsageError(f"{host}:{port}: cannot be served ({error.strerror}); choose another --port") from None


def serve(host: str, port: int, tell: Tell, folder: Path, postgres: str | None, inbox: Path | None = None) -> None:
    """Answer requests until the process is stopped, with a reader of what is sent in beside it.

    Args:
        folder, postgres: the place that was set up; the reader works there too.
        inbox: a folder from which files are taken.

    Raises:
        UsageError: the address cannot be taken.
    """
    from nosologist.workbench import engine, worker
    from nosologist.workbench.models import User
    from nosologist.workbench.screens.starting import setup_code

    server = listening(host, port)
    reader = worker.started(folder, postgres, inbox)
    warming = threading.Thread(target=engine.warm, daemon=True)
    warming.start()
    warming.join(_WARMING)  # whoever opens the first page would wait for it all the same, and everybody else with him
    try:
        tell(f"Nosologist workbench: http://{host}:{server.effective_port}/  (stop with Ctrl+C)")
        if not User.objects.exists():
            tell(f"First user: open that page and give the setup code {setup_code()}")
        server.run()
    finally:
        reader.stop()
        server.close()


def checked_host(host: str, behind_https: bool) -> str:
    """The address to listen on; beyond this machine only behind a proxy that speaks https.

    Raises:
        UsageError: passwords and charts would travel in the clear.
    """
    try:
        is_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise UsageError(f"--host {host}: is no address; give one such as 127.0.0.1 or 10.0.0.5") from None
    if not is_here and not behind_https:
        raise UsageError(
            f"--host {host}: other machines would send passwords and charts in the clear; put a proxy with a certificate "
            "in front and add --behind-https NAME (docs/workbench.md shows one)"
        )
    return host
