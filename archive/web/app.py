"""The Flask application: settings, headers, sign-in, pages, and errors in plain words."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_babel import Babel, get_locale
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from archive.media.store import Store
from archive.parts import Parts
from archive.web import errors, filters, headers, limits, request, security, sessions
from archive.web.pages import all_pages

csrf = CSRFProtect()


def build(parts: Parts) -> Flask:
    """Wire the application to these parts."""
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.config.update(
        SECRET_KEY=secret_key(parts.settings.secret_key),
        MAX_CONTENT_LENGTH=limits.FORM_BYTES,  # uploads of archivists are let through in `limits`
        MAX_FORM_MEMORY_SIZE=limits.FORM_BYTES,
        MAX_FORM_PARTS=20_000,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        SESSION_COOKIE_NAME="archive_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=parts.settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,  # a long description may take an afternoon; the token ends with its session
        BABEL_DEFAULT_LOCALE="en",
        BABEL_TRANSLATION_DIRECTORIES=str(Path(__file__).parent / "translations"),
    )
    app.extensions["archive"] = parts
    believed = parts.settings.proxies
    if believed:  # else everybody has the proxy's address, and one reader's flood would be everybody's
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=believed, x_proto=believed, x_host=believed
        )
    app.session_interface = sessions.ServerSessions(parts.db)
    Babel(app)
    limits.bodies(app)  # before anything reads a body
    csrf.init_app(app)
    security.init(app)
    limits.sign_ins(app)
    request.init(app)
    headers.init(app)
    errors.init(app)
    filters.init(app)
    register_pages(app)
    app.jinja_env.globals["locale"] = get_locale
    return app


def register_pages(app: Flask) -> None:
    """Add every page group; one module each."""
    for blueprint in all_pages():
        app.register_blueprint(blueprint)


def secret_key(path: Path) -> bytes:
    """The key that signs cookies: made once in `ARCHIVE_HOME`, mode 0600, never shipped."""
    Store.write_once(path, secrets.token_bytes(32), mode=0o600)  # where there is one already, it counts
    return path.read_bytes()
