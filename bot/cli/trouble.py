"""What a command answers in JSON that came to nothing."""

from __future__ import annotations

from pydantic import BaseModel, Field

from bot.cli.ending import Exit, Why


class Trouble(BaseModel):
    """What stands in the document's place where a command came to nothing."""

    error: str = Field(description="the sentence, with its remedy; it may change")
    why: Why = Field(description="what was in the way, in a word; it stays")
    exit_code: Exit = Field(description="what the command ended with")
