"""People of the practice: who they are, how they come and go, and whose clients are whose."""
