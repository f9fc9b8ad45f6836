"""The practice: its directory of services, its crisis lines."""
