"""Running the steps. Importing this imports Alembic, which takes half a second."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def scripts() -> ScriptDirectory:
    """All steps that this program has."""
    return ScriptDirectory.from_config(_config())


def known(revision: str) -> bool:
    """Whether this program has the step, so that it can lead a database on from it."""
    return any(step.revision == revision for step in scripts().walk_revisions())


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run every step that is missing up to a revision, in the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
