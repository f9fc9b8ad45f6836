"""What keeps the data: the key ring and its change, the look before anything is touched, backups."""
