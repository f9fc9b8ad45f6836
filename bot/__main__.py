"""`python -m bot`."""

import os

from bot.cli.app import app

# Whatever is made here (database, key, log beside it, tables) is its owner's alone: codes stand in it in the open.
os.umask(0o077)
app()
