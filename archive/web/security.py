"""Sign-in by Flask-Security, with our own templates and sessions that end on the server."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app
from flask_babel import lazy_gettext as _
from flask_security import LoginForm, Security, SQLAlchemySessionUserDatastore
from werkzeug.local import LocalProxy
from wtforms import HiddenField, PasswordField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from archive import accounts
from archive.accounts import LONGEST, Account, Role
from archive.config import message
from archive.history import Missing
from archive.web.request import reading


class SignInForm(LoginForm):
    """Name and password; one answer for a wrong name and for a wrong password."""

    email = HiddenField()  # type: ignore[assignment]  # nobody here signs in by e-mail; the page does not show it
    username = StringField(_("Name"), [DataRequired(_("Enter your name."))])
    password = PasswordField(
        _("Password"),
        [
            DataRequired(_("Enter your password.")),
            Length(max=LONGEST, message=_("A password has at most 128 characters.")),
        ],
    )
    submit = SubmitField(_("Sign in"))

    def validate(self, **kwargs: Any) -> bool:
        """Look the account up by its name, then let Flask-Security verify the rest."""
        self.ifield = self.username
        self.user = current_app.extensions["sign-in"].datastore.find_user(
            case_insensitive=False, username=username(self.username.data or "")
        )
        return bool(super().validate(**kwargs))


def _session() -> Any:
    """This request's reading session: sign-in only looks people up, verbs of `accounts` change them."""
    return LocalProxy(reading)


def username(text: str) -> str:
    """Names are compared as they are kept."""
    return accounts.tidy_name(text)


def init(app: Flask) -> None:
    """Configure Flask-Security: sign-in and sign-out only; everything else is a verb of `accounts`."""
    wrong = (message("The name or the password is not right. Nothing else was changed."), "error")
    app.config.update(
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"username": {"mapper": username}}],
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a scheme
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],  # argon2id salts by itself; no second secret to lose
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/desk",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_LOGIN_USER_TEMPLATE="pages/account/sign_in.html",
        SECURITY_UNAUTHORIZED_VIEW=None,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_MSG_GENERIC_AUTHN_FAILED=wrong,
        SECURITY_SEND_REGISTER_EMAIL=False,
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_REDIRECT_VALIDATE_MODE="regex",
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
    )
    datastore = SQLAlchemySessionUserDatastore(_session(), Account, Role)
    app.extensions["sign-in"] = security = Security(app, datastore, login_form=SignInForm)
    security.want_json(lambda _request: False)  # pages only: no answer ever holds a token
    # A bearer token would outlive signing out; the cookie's session on the server is the only way in.
    app.extensions["sign-in"].login_manager.request_loader(None)
    app.view_functions["security.verify"] = _gone


def _gone() -> Response:
    """Flask-Security's page for typing the password again; nothing here uses it."""
    raise Missing("verify")
