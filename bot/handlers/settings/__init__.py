"""`/settings` and `/pause`: how a person wants to be reminded. Every change plans her messages anew."""
