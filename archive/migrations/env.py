"""What Alembic runs: always on a connection that the caller opened, in the caller's transaction."""

from alembic import context

from archive import accounts, history, jobs  # noqa: F401 - each adds its tables to the metadata
from archive.catalogue import models as catalogue_models  # noqa: F401 - as above
from archive.db import Base
from archive.descriptions import models as description_models  # noqa: F401 - as above

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the transaction is open already, and stays the caller's
)
context.run_migrations()
