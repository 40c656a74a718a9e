"""All verbs, assembled; each module of this package registers its own."""

import typer

from emitlib.i18n import _

__all__ = ["build"]


def build() -> typer.Typer:
    """The command line with every verb that works."""
    from emitlib.cli.app import register as add_app
    from emitlib.cli.audit import register as add_audit
    from emitlib.cli.bounces import register as add_bounces
    from emitlib.cli.certificates import register as add_certificates
    from emitlib.cli.clients import register as add_clients
    from emitlib.cli.doctor import register as add_doctor
    from emitlib.cli.documents import register as add_documents
    from emitlib.cli.emission import register as add_emission
    from emitlib.cli.encryption import register as add_encryption
    from emitlib.cli.finding import register as add_finding
    from emitlib.cli.mail import register as add_mail
    from emitlib.cli.migration import register as add_migration
    from emitlib.cli.paper import register as add_paper
    from emitlib.cli.review import register as add_review
    from emitlib.cli.runs import register as add_runs
    from emitlib.cli.workspace import register as add_workspace

    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=_(
            "Month-end emission of CFDI by print, mail or encryption. "
            "Every verb also takes -w WORKSPACE, --json, --lang es|en and --quiet."
        ),
    )
    for add in (add_workspace, add_doctor, add_clients, add_certificates, add_documents, add_migration):
        add(app)
    for add in (add_emission, add_finding, add_runs, add_paper, add_review, add_mail, add_bounces, add_encryption):
        add(app)
    for add in (add_audit, add_app):
        add(app)
    return app
