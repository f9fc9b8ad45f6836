"""A client at risk or in hospital: what is logged, what comes first, what rests."""
