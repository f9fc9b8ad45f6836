"""Documents somebody asks for: gathered from the database, typeset off the event loop, sent once and not kept."""
