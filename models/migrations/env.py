"""Run by Alembic for every migration, always with the connection that models.schema hands over."""

from alembic import context

from models.registry import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
context.run_migrations()
