"""An index by folio: `find` asks for it in ledgers of any length."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_delivery_folio", "delivery", ["folio"])
