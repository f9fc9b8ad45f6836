"""Lines in Spanish, of Spain and the Americas, as typed on Tuesday 24 November 2026 at 15:00 in New York."""

from __future__ import annotations

from datetime import date, time

import pytest

from referrals.grammar import (
    CancelSession,
    Command,
    Goodbye,
    LogReferrals,
    MoveSession,
    NotUnderstood,
    PauseSessions,
    Progress,
    Reopen,
    ReportReadiness,
    ResumeSessions,
    SetGoals,
    SetRisk,
    SetSessions,
    StandDown,
    Stay,
    StayKind,
    Trouble,
    Wants,
    When,
    read_line,
    write_line,
)
from referrals.model import Barrier, Purpose, Readiness, Step
from referrals.risk import Risk
from referrals.sessions import Cadence, Slot
from tests.unit.grammar.lines import C7, NEW_YORK, NOW, read

FRIDAY, JAN_3, DEC_3 = date(2026, 11, 27), date(2027, 1, 3), date(2026, 12, 3)
PSYCH = "evaluación psiquiátrica"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (
            f"C7 {PSYCH}, grupo DBT, vivienda",
            LogReferrals(C7, (PSYCH, "grupo DBT", "vivienda")),
        ),
        ("C7 grupo de habilidades", LogReferrals(C7, ("grupo de habilidades",))),
        ("C7 grupo para el duelo", LogReferrals(C7, ("grupo para el duelo",))),
        ("C7 ayuda para la vivienda", LogReferrals(C7, ("ayuda para la vivienda",))),
        ("C7 ingreso mínimo vital", LogReferrals(C7, ("ingreso mínimo vital",))),
        ("C7 lista municipal de vivienda", LogReferrals(C7, ("lista municipal de vivienda",))),
        ("C7 línea de crisis 24 horas", LogReferrals(C7, ("línea de crisis 24 horas",))),
        ("C7 grupo semanal", LogReferrals(C7, ("grupo semanal",))),
        ("C7 casa de la mujer", LogReferrals(C7, ("casa de la mujer",))),
        ("C7 vivienda !agudo", LogReferrals(C7, ("vivienda",), Risk.ACUTE)),
        ("C7 vivienda !elevada", LogReferrals(C7, ("vivienda",), Risk.ELEVATED)),
        ("C7 riesgo alto, vivienda", LogReferrals(C7, ("vivienda",), Risk.ELEVATED)),
        ("C7 vivienda lista ~7", LogReferrals(C7, ("vivienda",), readiness=Readiness(7, guess=True))),
        ("C7 vivienda disposición 7/10", LogReferrals(C7, ("vivienda",), readiness=Readiness(7))),
        ("C7 vivienda antes del 3 dic", LogReferrals(C7, ("vivienda",), wanted_by=DEC_3)),
        ("C7 vivienda para el viernes", LogReferrals(C7, ("vivienda",), wanted_by=FRIDAY)),
        ("C7 vivienda para el 3 de diciembre", LogReferrals(C7, ("vivienda",), wanted_by=DEC_3)),
        (
            "C7 dbt #crisis #practica disposición 7 antes del 3 de dic // después de las fiestas",
            LogReferrals(
                C7, ("dbt",), None, frozenset({Purpose.CRISIS, Purpose.PRACTICE}), Readiness(7), DEC_3,
                "después de las fiestas",
            ),
        ),
        ("C7 dbt #vida", LogReferrals(C7, ("dbt",), purposes=frozenset({Purpose.LIVING}))),
        ("C7 dbt #Diagnóstico", LogReferrals(C7, ("dbt",), purposes=frozenset({Purpose.DIAGNOSIS}))),
    ],
)  # fmt: skip
def test_services_are_logged(text: str, command: Command) -> None:
    assert read(text) == command


def _on(month: int, day: int, hour: int | None = None, minute: int = 0) -> When:
    year = 2026 if month > 10 else 2027
    return When(date(year, month, day), None if hour is None else time(hour, minute))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("C7 aceptó dbt", Progress(C7, Step.AGREED, "dbt")),
        ("C7 acepto la vivienda", Progress(C7, Step.AGREED, "vivienda")),
        ("C7 aceptó La Posada", Progress(C7, Step.AGREED, "La Posada")),
        ("C7 dijo que sí a dbt", Progress(C7, Step.AGREED, "dbt")),
        ("C7 está de acuerdo con el grupo", Progress(C7, Step.AGREED, "grupo")),
        ("C7 llamó a psiquiatría", Progress(C7, Step.CONTACTED, "psiquiatría")),
        ("C7 ella ya llamo al centro de día", Progress(C7, Step.CONTACTED, "centro de día")),
        ("C7 pidió cita en psiquiatría", Progress(C7, Step.CONTACTED, "psiquiatría")),
        ("C7 dejo mensaje, vivienda", Progress(C7, Step.CONTACTED, "vivienda")),
        ("C7 en lista de espera vivienda", Progress(C7, Step.WAITLISTED, "vivienda")),
        ("C7 vivienda: lista de espera hasta el 3 de marzo", Progress(C7, Step.WAITLISTED, "vivienda", _on(3, 3))),
        ("C7 en lista vivienda hasta 3 mar", Progress(C7, Step.WAITLISTED, "vivienda", _on(3, 3))),
        ("C7 en lista de espera vivienda hasta el mar", Progress(C7, Step.WAITLISTED, "vivienda", _on(12, 1))),
        ("C7 cita psiquiatría vie 15h", Progress(C7, Step.BOOKED, "psiquiatría", _on(11, 27, 15))),
        ("C7 cita para el viernes a las 3 psiquiatría", Progress(C7, Step.BOOKED, "psiquiatría", _on(11, 27, 15))),
        ("C7 tiene cita con psiquiatría el viernes", Progress(C7, Step.BOOKED, "psiquiatría", _on(11, 27))),
        ("C7 psiquiatría: cita vie 27 nov 15:00", Progress(C7, Step.BOOKED, "psiquiatría", _on(11, 27, 15))),
        ("C7 turno psiquiatría mar 10:30", Progress(C7, Step.BOOKED, "psiquiatría", _on(12, 1, 10, 30))),
        ("C7 agendada dbt 5 de diciembre a las 10 de la mañana", Progress(C7, Step.BOOKED, "dbt", _on(12, 5, 10))),
        ("C7 reservado dbt mañana 9:30", Progress(C7, Step.BOOKED, "dbt", _on(11, 25, 9, 30))),
        ("C7 cita dbt pasado mañana", Progress(C7, Step.BOOKED, "dbt", _on(11, 26))),
        ("C7 cita grupo de la tarde vie 15h", Progress(C7, Step.BOOKED, "grupo de la tarde", _on(11, 27, 15))),
        ("C7 cita", Progress(C7, Step.BOOKED)),
        ("C7 cita dbt el viernes 27 a las 15h", Progress(C7, Step.BOOKED, "dbt", _on(11, 27, 15))),
        ("C7 cita dbt el 5", Progress(C7, Step.BOOKED, "dbt", _on(12, 5))),
        ("C7 cita dbt mañana por la mañana", Progress(C7, Step.BOOKED, "dbt", _on(11, 25))),
        ("C7 la cita de dbt es el 3 de dic", Progress(C7, Step.BOOKED, "dbt", _on(12, 3))),
        ("C7 se apuntó a la lista de espera de vivienda", Progress(C7, Step.WAITLISTED, "vivienda")),
        ("C7 sí fue a dbt", Progress(C7, Step.WENT, "dbt")),
        ("C7 retomar dbt", Reopen(C7, "dbt")),
        ("C7 fue a psiquiatría ayer", Progress(C7, Step.WENT, "psiquiatría", _on(11, 23))),
        ("C7 asistió al grupo el lunes", Progress(C7, Step.WENT, "grupo", _on(11, 23))),
        ("C7 asistio dbt hace 3 días", Progress(C7, Step.WENT, "dbt", _on(11, 21))),
        ("C7 ha ido a dbt", Progress(C7, Step.WENT, "dbt")),
        ("C7 faltó a la cita dbt", Progress(C7, Step.MISSED, "dbt")),
        ("C7 no fue a psiquiatría", Progress(C7, Step.MISSED, "psiquiatría")),
        ("C7 no se presentó dbt", Progress(C7, Step.MISSED, "dbt")),
        ("C7 aún no dbt", Progress(C7, Step.NOT_READY, "dbt")),
        ("C7 todavia no esta lista para dbt", Progress(C7, Step.NOT_READY, "dbt")),
        ("C7 no lista", Progress(C7, Step.NOT_READY)),
        ("C7 no puede costo vivienda", Progress(C7, Step.BARRIER, "vivienda", barrier=Barrier.COST)),
        ("C7 no puede ir a dbt: transporte", Progress(C7, Step.BARRIER, "dbt", barrier=Barrier.TRANSPORT)),
        ("C7 no puede por miedo, dbt", Progress(C7, Step.BARRIER, "dbt", barrier=Barrier.FEAR)),
        ("C7 no puede: demasiado caro", Progress(C7, Step.BARRIER, barrier=Barrier.COST)),
        ("C7 no consigue, no contestan, vivienda", Progress(C7, Step.BARRIER, "vivienda", barrier=Barrier.UNREACHABLE)),
        ("C7 no puede sin cupo dbt", Progress(C7, Step.BARRIER, "dbt", barrier=Barrier.NO_CAPACITY)),
        ("C7 no puede por la espera", Progress(C7, Step.BARRIER, barrier=Barrier.WAIT)),
        ("C7 rechazó dbt", Progress(C7, Step.DECLINED, "dbt")),
        ("C7 no quiere dbt hasta el 3 de enero", Progress(C7, Step.DECLINED, "dbt", When(JAN_3))),
        ("C7 prefiere no ir a dbt", Progress(C7, Step.DECLINED, "dbt")),
        ("C7 descartada vivienda", Progress(C7, Step.DROPPED, "vivienda")),
        ("C7 vivienda ya no está disponible", Progress(C7, Step.UNAVAILABLE, "vivienda")),
        ("C7 no disponible dbt", Progress(C7, Step.UNAVAILABLE, "dbt")),
        ("C7 reabrir dbt", Reopen(C7, "dbt")),
        ("C7 dbt otra vez", Reopen(C7, "dbt")),
        ("C7 dbt de nuevo", Reopen(C7, "dbt")),
        ("C7 quiere vivienda", Wants(C7, "vivienda")),
        ("C7 le gustaría la vivienda", Wants(C7, "vivienda")),
        ("C7 lista 7 para dbt", ReportReadiness(C7, Readiness(7), "dbt")),
        ("C7 disposición ~7 para la vivienda", ReportReadiness(C7, Readiness(7, guess=True), "vivienda")),
        ("C7 listo 8", ReportReadiness(C7, Readiness(8))),
    ],
)  # fmt: skip
def test_progress_is_reported(text: str, command: Command) -> None:
    assert read(text) == command


TUESDAY_2 = SetSessions(C7, (Slot(1, time(14)),))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("C7 mar 14:00", TUESDAY_2),
        ("C7 mar 2pm semanal", TUESDAY_2),
        ("C7 martes 14h", TUESDAY_2),
        ("C7 los martes a las 14:00", TUESDAY_2),
        ("C7 todos los martes a las 2 de la tarde", TUESDAY_2),
        ("C7 sesiones los martes a las 14 h, cada semana", TUESDAY_2),
        ("C7 mar 2 semanal", TUESDAY_2),
        ("C7 mar a las dos", TUESDAY_2),
        ("C7 mar 14.30 h", SetSessions(C7, (Slot(1, time(14, 30)),))),
        ("C7 mar 2 y media", SetSessions(C7, (Slot(1, time(14, 30)),))),
        ("C7 mar a las 3 menos cuarto", SetSessions(C7, (Slot(1, time(14, 45)),))),
        ("C7 mar 3 p. m.", SetSessions(C7, (Slot(1, time(15)),))),
        ("C7 mar y jue 9h", SetSessions(C7, (Slot(1, time(9)), Slot(3, time(9))))),
        ("C7 lun y mar 9", SetSessions(C7, (Slot(0, time(9)), Slot(1, time(9))))),
        ("C7 lun mediodía, mie 9.30", SetSessions(C7, (Slot(0, time(12)), Slot(2, time(9, 30))))),
        ("C7 jue 10 quincenal", SetSessions(C7, (Slot(3, time(10)),), Cadence.FORTNIGHTLY)),
        ("C7 jueves 10h cada dos semanas", SetSessions(C7, (Slot(3, time(10)),), Cadence.FORTNIGHTLY)),
        ("C7 sábado 10h mensual", SetSessions(C7, (Slot(5, time(10)),), Cadence.MONTHLY)),
        ("C7 pasa a jue 15h", MoveSession(C7, _on(11, 26, 15))),
        ("C7 pasa al jueves", MoveSession(C7, When(date(2026, 11, 26)))),
        ("C7 pasa al jueves a las 3", MoveSession(C7, _on(11, 26, 15))),
        ("C7 cambiada para el jueves a las 15h", MoveSession(C7, _on(11, 26, 15))),
        ("C7 reagendada para el jueves a las 3 de la tarde", MoveSession(C7, _on(11, 26, 15))),
        ("C7 próxima sesión jue 15:00", MoveSession(C7, _on(11, 26, 15))),
        ("C7 sin sesión el martes", CancelSession(C7, date(2026, 12, 1))),
        ("C7 cancelada", CancelSession(C7)),
        ("C7 sesión cancelada vie", CancelSession(C7, FRIDAY)),
        ("C7 vie cancelada", CancelSession(C7, FRIDAY)),
        ("C7 no hay sesión mar", CancelSession(C7, date(2026, 12, 1))),
        ("C7 mar cancelada", CancelSession(C7, date(2026, 12, 1))),
        ("C7 canceló mar 3", CancelSession(C7, date(2027, 3, 3))),
        ("C7 sesión del viernes cancelada", CancelSession(C7, FRIDAY)),
        ("C7 cancelada la sesión del viernes", CancelSession(C7, FRIDAY)),
        ("C7 no viene mañana", CancelSession(C7, date(2026, 11, 25))),
        ("C7 de vacaciones hasta el 3 de enero", PauseSessions(C7, JAN_3)),
        ("C7 no hay sesión el viernes que viene", CancelSession(C7, FRIDAY)),
        ("C7 en pausa hasta el 3 de enero", PauseSessions(C7, JAN_3)),
        ("C7 en pausa", PauseSessions(C7)),
        ("C7 vuelve el 3 ene", PauseSessions(C7, JAN_3)),
        ("C7 vuelve", ResumeSessions(C7)),
        ("C7 retomamos", ResumeSessions(C7)),
        ("C7 agudo", SetRisk(C7, Risk.ACUTE)),
        ("C7 riesgo agudo", SetRisk(C7, Risk.ACUTE)),
        ("C7 elevado", SetRisk(C7, Risk.ELEVATED)),
        ("C7 bajar nivel", StandDown(C7)),
        ("C7 fin de alerta", StandDown(C7)),
        ("C7 sin riesgo agudo", StandDown(C7)),
        ("C7 a salvo", StandDown(C7)),
        ("C7 ingreso", Stay(C7, StayKind.ADMITTED)),
        ("C7 ingresada ayer", Stay(C7, StayKind.ADMITTED, date(2026, 11, 23))),
        ("C7 está internado", Stay(C7, StayKind.ADMITTED)),
        ("C7 alta martes", Stay(C7, StayKind.DISCHARGED, date(2026, 11, 24))),
        ("C7 le dieron el alta el lunes", Stay(C7, StayKind.DISCHARGED, date(2026, 11, 23))),
        ("C7 no vino", Stay(C7, StayKind.NO_SHOW)),
        ("C7 no vino a la sesión el lunes", Stay(C7, StayKind.NO_SHOW, date(2026, 11, 23))),
        ("C7 falleció", Stay(C7, StayKind.DIED)),
        ("C7 despedida", Goodbye(C7)),
        ("C7 cierre de caso", Goodbye(C7)),
        ("C7 alta terapéutica", Goodbye(C7)),
        ("C7 objetivos: dormir, volver al trabajo", SetGoals(C7, "dormir, volver al trabajo")),
        ("C7 meta: dormir", SetGoals(C7, "dormir")),
    ],
)  # fmt: skip
def test_the_rest_of_the_grammar(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("C7 booked psiquiatría vie 15h", Progress(C7, Step.BOOKED, "psiquiatría", _on(11, 27, 15))),
        ("C7 cita psych eval fri 3pm", Progress(C7, Step.BOOKED, "psych eval", _on(11, 27, 15))),
        ("C7 waitlisted housing hasta el 3 mar", Progress(C7, Step.WAITLISTED, "housing", _on(3, 3))),
        ("C7 martes 2pm every other week", SetSessions(C7, (Slot(1, time(14)),), Cadence.FORTNIGHTLY)),
        ("C7 can't costo", Progress(C7, Step.BARRIER, barrier=Barrier.COST)),
    ],
)
def test_languages_may_be_mixed(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("C7 booked housing mar 3", Progress(C7, Step.BOOKED, "housing", _on(3, 3))),
        ("C7 booked housing 3 mar 10:00", Progress(C7, Step.BOOKED, "housing", _on(3, 3, 10))),
        ("C7 booked housing mar", Progress(C7, Step.BOOKED, "housing mar")),
        ("C7 booked Mar Vista clinic fri", Progress(C7, Step.BOOKED, "Mar Vista clinic", When(FRIDAY))),
        ("C7 mar 3", LogReferrals(C7, ("mar 3",))),
        ("C7 mar", LogReferrals(C7, ("mar",))),
        ("C7 agreed a group", Progress(C7, Step.AGREED, "a group")),
        ("C7 a weekly group", LogReferrals(C7, ("a weekly group",))),
        ("C7 booked group A fri", Progress(C7, Step.BOOKED, "group A", When(FRIDAY))),
        ("C7 agreed group A", Progress(C7, Step.AGREED, "group A")),
        ("C7 booked group LA fri", Progress(C7, Step.BOOKED, "group LA", When(FRIDAY))),
        ("C7 booked LA housing fri", Progress(C7, Step.BOOKED, "LA housing", When(FRIDAY))),
        ("C7 agreed De Paul clinic", Progress(C7, Step.AGREED, "De Paul clinic")),
        ("C7 once upon a time group", LogReferrals(C7, ("once upon a time group",))),
        ("C7 tue 2pm once a week", TUESDAY_2),
        ("C7 he has agreed", Progress(C7, Step.AGREED)),
        ("C7 went 3 days ago", Progress(C7, Step.WENT, None, _on(11, 21))),
        ("C7 went a week ago", Progress(C7, Step.WENT, None, _on(11, 17))),
    ],
)
def test_english_is_read_as_ever_where_a_word_is_spanish_too(text: str, command: Command) -> None:
    assert read(text) == command


@pytest.mark.parametrize("text", ["C7 no llamó", "C7 dbt no llamó", "C7 no ha llamado dbt", "C7 tampoco llamo"])
def test_what_is_denied_is_not_reported(text: str) -> None:
    assert not isinstance(read(text), Progress)


@pytest.mark.parametrize("until", ["until mar", "until next mar", "until this mar"])
def test_a_month_is_not_taken_for_a_tuesday(until: str) -> None:
    result = read(f"C7 waitlisted housing {until}")
    assert isinstance(result, NotUnderstood)
    assert result.reason is Trouble.BAD_DATE


@pytest.mark.parametrize(
    ("text", "reason", "nearest"),
    [
        ("C7 quiere", Trouble.NO_SERVICE, "C7 quiere vivienda"),
        ("C7 disposición", Trouble.BAD_READINESS, "C7 disposición 5"),
        ("C7 objetivos", Trouble.EMPTY, "C7 objetivos: dormir, volver al trabajo"),
        ("C7 vivienda #diagnostco", Trouble.UNKNOWN_TAG, "C7 vivienda #diagnóstico"),
        ("C7 jueves", Trouble.BAD_TIME, "C7 jue 14:00 semanal"),
        ("C7 agudo autolesión", Trouble.TOO_MUCH, "C7 agudo"),
        ("C7 aceptó dbt, vivienda", Trouble.ONE_SERVICE, "C7 aceptó dbt"),
        ("C7 pasa a", Trouble.BAD_DATE, "C7 pasa a 2026-11-30 14:00"),
        ("C7 en pausa 3 ene", Trouble.FUTURE_DATE, "C7 en pausa hasta 2027-01-03"),
        ("C7 cita psiquiatría la semana que viene", Trouble.BAD_DATE, "C7 cita psiquiatría"),
        ("C7 vivienda antes del 30 feb", Trouble.BAD_DATE, "C7 vivienda"),
        ("C7 wants", Trouble.NO_SERVICE, "C7 quiere vivienda"),
        ("C7 booked 12/3 yesterday", Trouble.BAD_DATE, "C7 cita"),
    ],
)
def test_the_nearest_line_is_in_the_persons_own_language(text: str, reason: Trouble, nearest: str) -> None:
    result = read_line(text, NOW, NEW_YORK, "es")
    assert isinstance(result, NotUnderstood)
    assert (result.reason, result.nearest) == (reason, nearest)


def test_numbers_with_slashes_are_read_as_the_persons_language_writes_them() -> None:
    assert read_line("C7 cita 3/12", NOW, NEW_YORK, "es") == Progress(C7, Step.BOOKED, None, When(DEC_3))
    assert read_line("C7 cita 12/3", NOW, NEW_YORK, "es") == Progress(C7, Step.BOOKED, None, _on(3, 12))
    assert read_line("C7 cita 12/25", NOW, NEW_YORK, "es") == Progress(C7, Step.BOOKED, None, _on(12, 25))
    assert read_line("C7 cita 12/3", NOW, NEW_YORK) == Progress(C7, Step.BOOKED, None, When(DEC_3))


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (Progress(C7, Step.BOOKED, "dbt", _on(11, 27, 15)), "C7 cita dbt 2026-11-27 15:00"),
        (Progress(C7, Step.BARRIER, "vivienda", None, Barrier.COST), "C7 no puede costo vivienda"),
        (ReportReadiness(C7, Readiness(7, guess=True), "dbt"), "C7 disposición ~7 para dbt"),
        (SetSessions(C7, (Slot(1, time(14)), Slot(2, time(9))), Cadence.MONTHLY), "C7 mar 14:00, mié 09:00 mensual"),
        (LogReferrals(C7, ("terapia en grupo",), Risk.ACUTE), "C7 terapia en grupo !agudo"),
        (LogReferrals(C7, ("grupo para el viernes",)), 'C7 "grupo para el viernes"'),
        (LogReferrals(C7, ("lista 5",)), 'C7 "lista 5"'),
        (Wants(C7, "la posada"), 'C7 quiere "la posada"'),
        (StandDown(C7), "C7 bajar nivel"),
    ],
)  # fmt: skip
def test_a_line_is_written_in_spanish(command: Command, line: str) -> None:
    assert write_line(command, "es") == line
    assert read(line) == command


@pytest.mark.parametrize("text", ["C7 segura", "C7 a salvo", "C7 sin riesgo", "C7 fuera de peligro", "C7 safe"])
def test_a_word_that_promises_safety_is_never_written(text: str) -> None:
    command = read(text)
    assert not isinstance(command, NotUnderstood)
    assert write_line(command, "es") == "C7 bajar nivel"


def test_an_unknown_language_is_written_in_english() -> None:
    assert write_line(StandDown(C7), "xx") == "C7 stand down"
