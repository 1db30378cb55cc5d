"""Run the steps. Importing this imports Alembic, which takes half a second."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).parent
"""The folder of the steps."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def scripts() -> ScriptDirectory:
    """Return all steps that this program has."""
    return ScriptDirectory.from_config(_config())


def known(revision: str) -> bool:
    """Return whether this program has the step, so that it can upgrade from it."""
    return any(step.revision == revision for step in scripts().walk_revisions())


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run every missing step up to a revision, in the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
