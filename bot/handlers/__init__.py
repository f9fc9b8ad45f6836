"""What a person can do: one file for each thing. Handlers are plain functions of a turn, and hold no text."""
