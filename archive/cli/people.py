"""Commands on accounts: `archive account add`, `archive account password`."""

from __future__ import annotations

import click

from archive import accounts
from archive.cli.base import fail, opened
from archive.history import OPERATOR, ROLES


@click.group("account")
def account() -> None:
    """Accounts of people who sign in."""


@account.command("add")
@click.argument("name")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="Repeat for several roles.")
@click.option("--if-missing", is_flag=True, help="Do nothing where there is an account of this name.")
def account_add(name: str, roles: tuple[str, ...], *, if_missing: bool) -> None:
    """Open an account; its password is made here and printed once."""
    with opened() as parts:
        password = accounts.new_password()
        try:
            with parts.db.writing() as session:
                if if_missing and accounts.find(session, name) is not None:
                    return
                accounts.add(session, OPERATOR, name, roles or ROLES[:1], password=password)
        except accounts.BadAccount as error:
            fail(str(error))
        click.echo(
            f"Account {name}, password {password}  (shown once; `archive account password` makes a new one)"
        )


@account.command("password")
@click.argument("name")
def account_password(name: str) -> None:
    """Give an account a new password, printed once; its sessions end."""
    with opened() as parts:
        password = accounts.new_password()
        try:
            with parts.db.writing() as session:
                accounts.set_password(session, OPERATOR, name, password)
        except accounts.BadAccount as error:
            fail(str(error))
        click.echo(f"Account {name}, password {password}")
