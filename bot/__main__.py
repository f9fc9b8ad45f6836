"""`python -m bot`."""

import os
import sys

# Whatever is made here (database, key, log beside it, tables) is its owner's alone: codes stand in it in the open.
os.umask(0o077)
if sys.argv[1:] == ["run"]:
    from bot.lean import keep_lean

    keep_lean()
    from bot.cli.run import run_bot

    sys.exit(run_bot())
else:
    from bot.cli.app import main

    main()
