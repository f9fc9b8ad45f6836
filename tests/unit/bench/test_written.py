"""What `python -m bench --write` leaves in the README."""

from __future__ import annotations

from bench.__main__ import written


def test_what_was_run_takes_the_place_of_its_like_and_the_rest_stays() -> None:
    first = written("", {"loop": "late: 1 ms\n", "due": "in 2 ms\n"})
    again = written(f"\n\n{first}\n\n", {"loop": "late: 3 ms\n"})
    assert [line for line in again.splitlines() if line.startswith("### ")] == ["### due", "### loop"]
    assert "in 2 ms" in again
    assert "late: 3 ms" in again
    assert "late: 1 ms" not in again
    assert written(again, {}) == again
