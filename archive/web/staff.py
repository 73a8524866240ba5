"""Accounts: who may sign in and do what, and everybody's own password."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from flask import Blueprint, Response, flash, make_response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import current_user, login_user, verify_password

from archive import accounts
from archive.accounts import LONGEST, BadAccount
from archive.catalogue.checks import Problem
from archive.history import ROLES
from archive.web import fieldsets
from archive.web.limits import SIGN_INS, limiter
from archive.web.request import actor, go, need, page, reading, writing

pages = Blueprint("staff", __name__)

ROLE_WORDS = {
    "describer": _l("Describer: writes alt text, long descriptions and transcripts"),
    "reviewer": _l("Reviewer: approves what others wrote, or sends it back"),
    "archivist": _l("Archivist: records, imports, publishing"),
    "administrator": _l("Administrator: accounts, and everything else"),
}
ROLE_NAMES = {
    "describer": _l("describer"),
    "reviewer": _l("reviewer"),
    "archivist": _l("archivist"),
    "administrator": _l("administrator"),
}


@pages.get("/desk/accounts")
def show() -> Response:
    """All accounts, and the form that adds one."""
    need("administrator")
    return _list()


def _list(
    problems: Sequence[Problem] = (), *, name: str = "", password: str = "", added: bool = False
) -> Response:
    answer = make_response(
        *page(
            "pages/staff/accounts.html",
            422 if problems else 200,
            accounts=accounts.everybody(reading()),
            roles=[(role, str(ROLE_WORDS[role])) for role in ROLES],
            role_names=ROLE_NAMES,
            problems=problems,
            errors=fieldsets.errors(problems),
            name=name,
            password=password,
            added=added,
            typed=request.form if problems else {},
            chosen=request.form.getlist("roles") if problems else [],
        )
    )
    if password:
        answer.headers["Cache-Control"] = "no-store"  # the one time that a password is on a page
    return answer


@pages.post("/desk/accounts")
def add() -> Response:
    """Open an account with a generated password, shown once."""
    need("administrator")
    name, password = request.form.get("username", "").strip(), accounts.new_password()
    try:
        with writing() as session:
            accounts.add(session, actor(), name, request.form.getlist("roles"), password=password)
    except BadAccount as bad:
        field = "roles" if not request.form.getlist("roles") else "username"
        return _list([Problem(field, str(bad))])
    return _list(name=name, password=password, added=True)


@pages.post("/desk/accounts/<path:name>/password")
def reset(name: str) -> Response:
    """Give an account a new generated password, shown once; its sessions end."""
    need("administrator")
    password = accounts.new_password()
    try:
        with writing() as session:
            accounts.set_password(session, actor(), name, password)
    except BadAccount as bad:
        return _list([Problem("", str(bad))])
    return _list(name=name, password=password)


@pages.post("/desk/accounts/<path:name>/close")
def close(name: str) -> Response:
    """Close an account: its sessions end and nobody can sign in with it."""
    if name == actor().name:
        need("administrator")
        own = _("You cannot close your own account: somebody else has to, so that one administrator is left.")
        return _list([Problem("", own)])
    return _set(name, active=False)


@pages.post("/desk/accounts/<path:name>/open")
def reopen(name: str) -> Response:
    """Open a closed account again."""
    return _set(name, active=True)


def _set(name: str, *, active: bool) -> Response:
    need("administrator")
    try:
        with writing() as session:
            accounts.set_active(session, actor(), name, active=active)
    except BadAccount as bad:
        return _list([Problem("", str(bad))])
    flash(
        _("The account %(name)s is open again.", name=name)
        if active
        else _("The account %(name)s is closed: nobody can sign in with it. What it did stays.", name=name)
    )
    return make_response(go(url_for("staff.show")))


@pages.get("/account/password")
def own_password() -> Response:
    """The form that changes one's own password."""
    need(*ROLES)
    return _password()


def _password(problems: Sequence[Problem] = ()) -> Response:
    told = fieldsets.errors(problems)
    return make_response(
        *page("pages/staff/password.html", 422 if problems else 200, problems=problems, errors=told)
    )


@pages.post("/account/password")
@limiter.limit(SIGN_INS)
def change_password() -> Response:
    """Change one's own password; every other session of the account ends."""
    need(*ROLES)
    current, new = _normal("current"), _normal("new")
    # Four times: one character typed may be several once normalised. Far longer ones are not even hashed.
    if len(current) > LONGEST * 4 or not verify_password(current, current_user.password or ""):
        return _password([Problem("current", _("This is not your password now. Nothing was changed."))])
    if new != _normal("again"):
        return _password(
            [Problem("again", _("The new password is not the same both times. Nothing was changed."))]
        )
    try:
        with writing() as session:
            account = accounts.set_password(session, actor(), actor().name, new)
    except BadAccount as bad:
        return _password([Problem("new", str(bad))])
    login_user(account)
    flash(_("Your password was changed. Where else you were signed in, you are not any more."))
    return make_response(go(url_for("desk.show")))


def _normal(field: str) -> str:
    """A password as sign-in reads it (NFKD), so that an accent typed on another keyboard is the same."""
    return unicodedata.normalize("NFKD", request.form.get(field, ""))
