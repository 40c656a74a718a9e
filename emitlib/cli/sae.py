"""What the verbs that read Aspel SAE share: how a source is named and opened, and how balances are shown."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from emitlib.cli.output import print_table
from emitlib.errors import ConfigError
from emitlib.i18n import _

if TYPE_CHECKING:
    from emitlib.sae.table_balance import TableBalance
    from emitlib.sae.tables import Source

__all__ = ["Company", "Kind", "Layout", "PasswordEnv", "SourceName", "User", "opened_source", "print_balances"]

SourceName = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE", help=_("SAE's database, an export, a folder of them, SERVER:PATH, or mssql+…://")
    ),
]
Company = Annotated[str, typer.Option(help=_("SAE's number of the company, two digits."))]
Kind = Annotated[str, typer.Option(help=_("What the source is, if its content does not say."))]
Layout = Annotated[str, typer.Option(help=_("Columns of exports without headings: sae7, sae8, sae9 or a .toml."))]
User = Annotated[str, typer.Option(help=_("User of the database server."))]
PasswordEnv = Annotated[
    str, typer.Option(metavar="NAME", help=_("Environment variable that holds the server's password."))
]


def opened_source(name: str, *, kind: str = "", layout: str = "", user: str = "", password_env: str = "") -> "Source":
    """The source, open; its password comes from the environment only.

    Raises:
        ConfigError: ``SECRET_MISSING`` if the variable is not set, or what `open_source` raises.
        InputError: What `open_source` raises.
    """
    from emitlib.sae import open_source

    password = os.environ.get(password_env, "") if password_env else ""
    if password_env and not password:
        raise ConfigError(
            "SECRET_MISSING",
            _("The environment variable {name} is not set.").format(name=password_env),
            _("Set it in this terminal, then run the command again."),
        )
    return open_source(name, kind=kind, layout=layout, user=user, password=password)


def print_balances(tables: "Mapping[str, TableBalance]") -> None:
    """The balance of each table, for a person."""
    print_table(
        _("Balance"),
        [_("Table"), _("Rows in"), _("Rows out"), _("Rejects"), _("Remainder"), _("New"), _("Amounts")],
        [
            (
                table.table,
                table.rows_in,
                table.rows_out,
                table.rejects,
                table.remainder,
                table.new,
                ", ".join(f"{amount:,.2f} {currency}" for currency, amount in table.amounts_out.items()),
            )
            for table in tables.values()
        ],
    )
