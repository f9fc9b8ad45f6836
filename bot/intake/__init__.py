"""The one way in: updates fetched, screened, stripped to what is needed, and committed before they are acknowledged."""

# The kinds of update asked for; everything else would only be thrown away.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
