"""Every word a person reads. Handlers hold no text; these make cards of what the rules found.

Voice: a colleague at the next desk. Brief, warm, specific, never scolding. The thing to do comes first.
"""
