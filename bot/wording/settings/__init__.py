"""How a person wants to be reminded, as she sets it."""
