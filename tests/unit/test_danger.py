"""Words that may speak of danger are noticed, slips of the finger included; ordinary lines are left alone."""

from __future__ import annotations

import pytest

from referrals.danger import may_be_danger, without_names
from referrals.starter import STARTER_SERVICES

NAMES = [name for service in STARTER_SERVICES for name in (service.name, *service.aliases)]


@pytest.mark.parametrize(
    "text",
    [
        "C7 suicidal", "c7 wants to die", "C7 OD", "C7 accute", "C7 actue dbt", "C7 elevatd", "C7 sucidal",
        "C7 high risk", "C7 can’t go on", "C7 no reason to live", "C7 end her life", "C7 cutting again",
        "C7 hurt herself", "C7 gun at home", "C7 not safe at home", "C7 threatened by partner", "C7 tried to strangle",
        "C7 self harm", "C7 selfharming", "C7 ending her life",
        "C7 suicida", "C7 quiere morir", "C7 quiere matarse", "C7 ideación suicida", "C7 sobredosis", "C7 riesgo alto",
        "C7 se hace daño", "C7 se hace dano", "C7 autolesiones", "C7 no puede más", "C7 quitarse la vida",
        "C7 acabar con su vida", "C7 la amenaza el marido", "C7 arma en casa", "C7 AGUDO", "C7 agduo", "C7 sucidio",
        "C7 no quiere vivir", "C7 peligro en casa", "C7 se corta otra vez", "C7 ingreso por urgencias",
    ],
)  # fmt: skip
def test_what_may_be_danger(text: str) -> None:
    assert may_be_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "C7 psych eval, DBT group, housing", "C7 booked dbt fri 3pm", "C7 can't cost housing", "C7 not ready dbt",
        "C7 goals: sleep, back to work", "C7 waitlisted housing until 3 mar", "C7 died", "C7 cute ranger diet group",
        "C7 living", "C7 acude a dbt", "C7 ayuda legal", "C7 evaluación psiquiátrica, vivienda",
        "C7 no puede costo dbt",
        "C7 no puede ir a dbt: transporte", "C7 cita psiquiatría vie 15h", "C7 falleció", "C7 ha llevado el papel",
        "C7 objetivos: dormir, volver al trabajo", "C7 lista de espera vivienda hasta 3 mar",
        *(f"C7 {name}" for name in NAMES if not may_be_danger(name)),
    ],
)  # fmt: skip
def test_what_is_not(text: str) -> None:
    assert not may_be_danger(text)


def test_a_service_may_be_called_after_the_danger_it_is_there_for() -> None:
    assert may_be_danger("C7 domestic violence advocacy")
    assert not may_be_danger(without_names("C7 booked Domestic Violence advocacy fri", NAMES))
    assert may_be_danger(without_names("C7 domestic violence advocacy // he has a gun", NAMES))
    assert not may_be_danger(without_names("C7 cita linea de prevencion del suicidio vie", NAMES))
    assert may_be_danger(without_names("C7 violencia de género // tiene un arma", NAMES))
