"""The one way in: updates fetched, screened, stripped to what is needed, and committed before they are acknowledged."""
