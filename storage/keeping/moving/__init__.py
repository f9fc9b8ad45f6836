"""Moving a practice from one database to another: what either end must be like, carrying, comparing."""
