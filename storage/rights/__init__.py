"""What people may ask of their data: to have it, to read it back, to have it gone; and what leaves by itself."""
