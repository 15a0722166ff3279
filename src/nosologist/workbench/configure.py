"""Django's settings, made in one place from the folder and the database that are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from nosologist.errors import UsageError
from nosologist.workbench.place import DATABASE, database_file, made, secret_key
from nosologist.workbench.rates import A_MINUTE

HERE = Path(__file__).parent
IDLE_SECONDS = 15 * 60  # without a request for so long, a session ends
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_LARGEST_UPLOAD = 64_000_000  # bytes kept in memory of a request; a chart's file is no larger


@dataclass(frozen=True, slots=True)
class Guard:
    """What the place of operation decides of protection."""

    requests: int = A_MINUTE  # that a person or a token may make in a minute
    breached: Path | None = None  # a list of breached passwords


def configure(
    folder: Path, postgres: str | None = None, hosts: tuple[str, ...] = LOOPBACK, secure: bool = False,
    file: str = DATABASE, guard: Guard = Guard(),
) -> None:  # fmt: skip
    """Set Django up, once for the process.

    Args:
        postgres: the address of a PostgreSQL database; None keeps an SQLite file in the folder.
        hosts: the names by which browsers may call the server.
        secure: browsers reach it by https; cookies then travel on nothing else.
        file: how the SQLite file in the folder is called.
        guard: what passwords are measured against, and how often one may ask.

    Raises:
        UsageError: the folder cannot be used, or the address is none.
    """
    import django
    from django.conf import settings

    folder = made(folder)
    settings.configure(**_settings(secret_key(folder), _database(folder, postgres, file), hosts, secure, guard))
    django.setup()


def _settings(key: str, database: dict[str, Any], hosts: tuple[str, ...], secure: bool, guard: Guard) -> dict[str, Any]:
    middleware = [
        "nosologist.workbench.middleware.refusing_to_be_framed",
        "django.middleware.security.SecurityMiddleware",  # tells browsers that there is no way but https
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "nosologist.workbench.other_origins.answering_other_origins",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "nosologist.workbench.middleware.asking_for_access",
    ]
    return {
        "DEBUG": False,
        "SECRET_KEY": key,
        "ALLOWED_HOSTS": list(hosts),
        "REQUESTS_A_MINUTE": guard.requests,
        "DATABASES": {"default": database},
        "INSTALLED_APPS": [
            "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.staticfiles",
            "nosologist.workbench",
        ],
        "AUTH_USER_MODEL": "workbench.User",
        "MIDDLEWARE": middleware,
        "ROOT_URLCONF": "nosologist.workbench.urls",
        "TEMPLATES": [{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [HERE / "templates"],
            "OPTIONS": {"context_processors": ["nosologist.workbench.screens.frame.frame"]},
        }],
        "STATIC_URL": "/static/",
        "WHITENOISE_USE_FINDERS": True,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
            {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {"NAME": "nosologist.workbench.passwords.HardToGuess"},
            {"NAME": "nosologist.workbench.passwords.NotBreached",
             "OPTIONS": {"file": str(guard.breached) if guard.breached else None}},
        ],
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        # Browsers take a cookie of such a name only by https, and never from another host of the same domain.
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "sessionid",
        "CSRF_COOKIE_NAME": "__Host-forms" if secure else "csrftoken",
        "SESSION_COOKIE_AGE": IDLE_SECONDS,
        "SESSION_SAVE_EVERY_REQUEST": True,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_FAILURE_VIEW": "nosologist.workbench.screens.refusals.forgery",
        "SECURE_HSTS_SECONDS": 31_536_000 if secure else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": secure,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if secure else None,
        "FILE_UPLOAD_MAX_MEMORY_SIZE": _LARGEST_UPLOAD,
        "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.MemoryFileUploadHandler"],
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 8_000_000,
        "DATA_UPLOAD_MAX_NUMBER_FILES": 200,
        "LOGGING_CONFIG": "nosologist.workbench.quiet.configure_logs",
    }  # fmt: skip


def _database(folder: Path, postgres: str | None, file: str) -> dict[str, Any]:
    if postgres:
        return _postgres(postgres)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": database_file(folder, file),
        "OPTIONS": {
            # A writer takes its turn before it reads, so that no decision rests on what another one is changing.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
            "timeout": 20,
        },
    }


def _postgres(address: str) -> dict[str, Any]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        port, parts = None, urlsplit("")
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        # The address may hold a password: it is not repeated.
        raise UsageError("--postgres: is no address; write postgresql://USER:PASSWORD@HOST:PORT/DATABASE")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
