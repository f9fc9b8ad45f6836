"""Measurements, run by hand: `python -m bench.attention`, `python -m bench.where_async_ends`."""
