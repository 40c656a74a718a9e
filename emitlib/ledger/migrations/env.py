"""Alembic's environment: migrates inside the transaction of the connection that `schema.migrate` hands over."""

from alembic import context

from emitlib.ledger.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
