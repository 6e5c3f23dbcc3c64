"""The one typed environment: defaults run the embedded edition; production says what it needs."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
MIN_SECRET = 50


class UnsafeSetting(Exception):
    """A setting is missing, unreadable or unsafe; the message says which and what to set."""


@dataclass(frozen=True)
class Env:
    """Everything that may differ between two installations."""

    mode: str  # "embedded" or "production"
    demo: bool
    data: Path
    database_url: str
    files: Path
    lake: Path
    keys: Path
    secret_key: str
    base_url: str
    mail: str
    mail_from: str
    hosts: tuple[str, ...]
    upload_limit: int  # bytes
    api_per_minute: int  # questions of one reader; 0 is without limit
    language: str
    time_zone: str
    proxied: bool
    search_model: Path | None
    search_model_languages: tuple[str, ...]  # none: all

    @property
    def production(self) -> bool:
        """True where strangers reach the server, so that unsafe settings are refused."""
        return self.mode == "production"

    @property
    def host(self) -> str:
        """Host and port as they stand in the public address, for did:web and e-mail."""
        return urlsplit(self.base_url).netloc


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").strip().lower()
    if value in {"", "0", "no", "false", "off"}:
        return False
    if value in {"1", "yes", "true", "on"}:
        return True
    raise UnsafeSetting(f"{name} must be yes or no, not “{value}”.")


def _whole(env: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    text = env.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise UnsafeSetting(f"{name} must be a whole number from {least} on, not “{text}”.")
    return int(text)


def _embedded_secret(data: Path) -> str:
    """A secret of this machine's own, made once and kept beside the data."""
    path = data / "secret-key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


def _check_production(env: Mapping[str, str], read: Env) -> None:
    missing = [
        f"{name}: {why}"
        for name, why in (
            ("WAYMARK_DATABASE_URL", "the database, such as postgres://user:password@host/name"),
            ("WAYMARK_FILES", "the folder for evidence files, on a disk that is backed up"),
            ("WAYMARK_KEYS", "the folder for signing keys, readable by the server alone"),
            ("WAYMARK_SECRET_KEY", f"a random text of at least {MIN_SECRET} characters"),
            ("WAYMARK_BASE_URL", "the public address, such as https://waymark.example"),
            ("WAYMARK_MAIL", "the mail server, such as smtp://user:password@host:587"),
        )
        if not env.get(name)
    ]
    if missing:
        raise UnsafeSetting("In production, set:\n  " + "\n  ".join(missing))
    if len(read.secret_key) < MIN_SECRET or len(set(read.secret_key)) < 10:
        raise UnsafeSetting(
            f"WAYMARK_SECRET_KEY is too easy to guess: set a random text of at least {MIN_SECRET} "
            "characters, for instance from: python3 -c "
            "'import secrets; print(secrets.token_urlsafe(64))'"
        )
    if not read.base_url.startswith("https://"):
        raise UnsafeSetting("WAYMARK_BASE_URL must start with https:// in production.")
    if read.demo:
        raise UnsafeSetting("WAYMARK_DEMO lets anyone act in any role: unset it in production.")
    if read.mail.startswith("file:"):
        raise UnsafeSetting("WAYMARK_MAIL must name a mail server in production, not a folder.")


def read(env: Mapping[str, str]) -> Env:
    """Read the environment.

    Raises UnsafeSetting with a sentence that says what to set.
    """
    mode = env.get("WAYMARK_MODE", "embedded")
    if mode not in {"embedded", "production"}:
        raise UnsafeSetting(f"WAYMARK_MODE must be embedded or production, not “{mode}”.")
    data = Path(env.get("WAYMARK_DATA", ROOT / "var")).resolve()
    base_url = env.get("WAYMARK_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UnsafeSetting(f"WAYMARK_BASE_URL must be an http(s) address, not “{base_url}”.")
    hosts = tuple(h for h in env.get("WAYMARK_HOSTS", "").replace(",", " ").split() if h)
    if "*" in hosts:
        raise UnsafeSetting("WAYMARK_HOSTS must name the hosts that are served, not “*”.")
    local = () if mode == "production" else ("127.0.0.1", "localhost", "[::1]")
    secret = env.get("WAYMARK_SECRET_KEY", "")
    model = env.get("WAYMARK_SEARCH_MODEL", "").strip()
    known = env.get("WAYMARK_SEARCH_MODEL_LANGUAGES", "").replace(",", " ").split()
    found = Env(
        mode=mode,
        demo=_flag(env, "WAYMARK_DEMO"),
        data=data,
        database_url=env.get("WAYMARK_DATABASE_URL", f"sqlite:///{data / 'waymark.sqlite3'}"),
        files=Path(env.get("WAYMARK_FILES", data / "files")).resolve(),
        lake=Path(env.get("WAYMARK_LAKE", data / "lake")).resolve(),
        keys=Path(env.get("WAYMARK_KEYS", data / "keys")).resolve(),
        secret_key=secret or ("" if mode == "production" else _embedded_secret(data)),
        base_url=base_url,
        mail=env.get("WAYMARK_MAIL", f"file:{data / 'outbox'}"),
        mail_from=env.get("WAYMARK_MAIL_FROM", f"Waymark <no-reply@{parts.hostname}>"),
        hosts=tuple(dict.fromkeys((parts.hostname, *hosts, *local))),
        upload_limit=_whole(env, "WAYMARK_UPLOAD_LIMIT", 50 * 1024 * 1024),
        api_per_minute=_whole(env, "WAYMARK_API_PER_MINUTE", 240, least=0),
        language=env.get("WAYMARK_LANGUAGE", "en"),
        time_zone=env.get("WAYMARK_TIME_ZONE", "UTC"),
        proxied=_flag(env, "WAYMARK_BEHIND_PROXY"),
        search_model=Path(model).resolve() if model else None,
        search_model_languages=tuple(known),
    )
    if found.production:
        _check_production(env, found)
    return found


def mail_settings(url: str) -> dict[str, Any]:
    """Django's settings for an address of mail: a folder (`file:`), `smtp:` or `smtps:`."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": url.removeprefix("file:"),
        }
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }
