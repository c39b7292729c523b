"""People can be forgotten; what was agreed to, the organiser's PIN and the backups made are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns and three tables."""
    op.add_column("people", sa.Column("forgotten", sa.BigInteger))
    op.add_column("programme", sa.Column("pin", sa.LargeBinary))
    op.create_table(
        "kept_bands",
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("event", sa.String(64), primary_key=True),
        sa.Column("band", sa.String(16), nullable=False),
    )
    op.create_table(
        "consent_texts",
        sa.Column("version", sa.String(16), primary_key=True),
        sa.Column("basis", sa.String(64), nullable=False),
        sa.Column("vi", sa.Text, nullable=False),
        sa.Column("en", sa.Text, nullable=False),
    )
    op.create_table(
        "backups",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("outdated", sa.Boolean, nullable=False),
    )
