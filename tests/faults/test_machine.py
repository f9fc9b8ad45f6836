"""Updates handed over twice, out of order and to two processes, taps before their messages, ends in the midst."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.machine import Machine, Street
from tests.unit.bot.fakes import FakeTelegram, NearStore

PROCESSES = {"sqlite": 1, "postgresql": 2}
SOAKING = settings.get_current_profile_name() == "soak"
EXAMPLES, STEPS = (200, 60) if SOAKING else (15, 30)


@pytest.mark.timeout(3600 if SOAKING else 120)
def test_each_update_counts_once_in_the_order_of_its_chat(
    near: NearStore, telegram: FakeTelegram, backend: str
) -> None:
    """Passes if in each course of things drawn an update takes effect once, and a line is answered once and in order.

    And if buttons were safe to press twice, and late.
    """
    street = Street(near, telegram, PROCESSES[backend])

    class OnThisStreet(Machine):
        def __init__(self) -> None:
            super().__init__(street)

    checks = list(HealthCheck)
    bounded = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=checks,
        derandomize=not SOAKING,  # CI draws the same each time
        print_blob=True,
    )
    run_state_machine_as_test(OnThisStreet, settings=bounded)
