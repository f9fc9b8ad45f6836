"""What other programs and spreadsheets understand: FHIR, tables, and lists of referrals that are taken over."""
