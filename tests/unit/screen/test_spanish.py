"""Lines in Spanish: those that tell who somebody is are refused, ordinary ones pass."""

from __future__ import annotations

import pytest

from referrals.identifiers import IdentifierKind, find_identifier
from tests.unit.grammar.lines import NOW

BIRTH, PHONE, ADDRESS = IdentifierKind.BIRTH_DATE, IdentifierKind.PHONE, IdentifierKind.ADDRESS
RECORD, MEMBER, SOCIAL = IdentifierKind.RECORD_NUMBER, IdentifierKind.MEMBER_NUMBER, IdentifierKind.SOCIAL_SECURITY


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("C7 vivienda // fecha de nacimiento 3/12", BIRTH),
        ("fecha de nac. 3-12-90", BIRTH),
        ("F. Nac.: 12/03/1990", BIRTH),
        ("FN 3/12/90", BIRTH),
        ("nacida el 5 de diciembre", BIRTH),
        ("nacido en 1990", BIRTH),
        ("nació el 3 de mayo de 1985", BIRTH),
        ("C7 dbt // 5 de diciembre de 1990", BIRTH),
        ("el 5 de dic del 90", BIRTH),
        ("12 ene 1988", BIRTH),
        ("3 de octubre de 2025", BIRTH),
        ("su cumpleaños es el 3 de mayo", BIRTH),
        ("C7 // llamar al 612 345 678", PHONE),
        ("tel. 91 234 56 78", PHONE),
        ("teléfono 912345678", PHONE),
        ("móvil: 612-34-56-78", PHONE),
        ("cel 55 1234 5678", PHONE),
        ("celular 11 15 2345 6789", PHONE),
        ("tfno 23456", PHONE),
        ("WhatsApp +34 612 345 678", PHONE),
        ("su número es el nueve uno cero dos tres cuatro cinco seis siete", PHONE),
        ("expediente 1234", RECORD),
        ("nº de expediente 77", RECORD),
        ("número de historia 45", RECORD),
        ("historia clínica 45213", RECORD),
        ("NHC 4521", RECORD),
        ("HC: 4521", RECORD),
        ("pasaporte AAB123456", RECORD),
        ("número de afiliación 334", MEMBER),
        ("póliza 88123", MEMBER),
        ("nº de póliza: 12", MEMBER),
        ("tarjeta sanitaria 4455", MEMBER),
        ("número de afiliado: AB-12345", MEMBER),
        ("NSS 28 12345678 40", SOCIAL),
        ("DNI 12345678Z", SOCIAL),
        ("12345678-Z", SOCIAL),
        ("12.345.678-Z", SOCIAL),
        ("dni 12.345.678", SOCIAL),
        ("NIE X1234567L", SOCIAL),
        ("x-1234567-l", SOCIAL),
        ("CURP HEGG560427MVZRRL04", SOCIAL),
        ("HEGG560427MVZRRL04", SOCIAL),
        ("RFC HEGG560427", SOCIAL),
        ("RUT 12.345.678-5", SOCIAL),
        ("calle Mayor 12", ADDRESS),
        ("C7 vivienda // vive en la calle Mayor, 12", ADDRESS),
        ("C/ Alcalá 45, 3º B", ADDRESS),
        ("calle de Alcalá nº 45", ADDRESS),
        ("Av. Reforma 222", ADDRESS),
        ("Avda. de la Constitución 8", ADDRESS),
        ("Avenida Insurgentes Sur 1602", ADDRESS),
        ("Paseo de la Castellana 45", ADDRESS),
        ("plaza España 12", ADDRESS),
        ("carrera 7 # 12-34", ADDRESS),
        ("calle 50 n.º 13", ADDRESS),
        ("CP 28013", ADDRESS),
        ("código postal 06600", ADDRESS),
        ("apartado de correos 12", ADDRESS),
        ("depto 4B", ADDRESS),
        ("piso 3º izq", ADDRESS),
        ("pat arroba gmail punto com", IdentifierKind.EMAIL),
        ("4111 1111 1111 1111, de la tarjeta", IdentifierKind.PAYMENT_CARD),
    ],
)
def test_what_tells_who_somebody_is_is_found(text: str, kind: IdentifierKind) -> None:
    assert find_identifier(text, NOW) is kind


ORDINARY = """
C7 evaluación psiquiátrica, grupo DBT, vivienda
C7 cita psiquiatría vie 15h
C7 cita psiquiatría 5 de diciembre de 2026 a las 3 de la tarde
C7 cita dbt 5/12/2026 10:15
C7 mar y jue 9h cada dos semanas
C7 lun 9:30, mié 16:00 quincenal
C7 pasa al jueves 3 de dic a las 15:30
C7 en pausa hasta el 3 de enero de 2027
C7 en lista de espera vivienda hasta el 3 de marzo // unos 9 meses
C7 no puede costo vivienda
C7 fue a psiquiatría hace 3 días
C7 disposición 7 para dbt
C7 alta 20 de noviembre de 2026
C7 dbt // lleva 3 meses en la calle
C7 vivienda // vive en la calle desde hace 3 meses
C7 albergue // calle peligrosa 3 noches seguidas
C7 dbt // paseo corto 15 minutos
C7 albergue // 2 noches en la calle, 3 en el albergue
C7 vivienda // no hay plazas hasta marzo, 12 delante
C7 dbt // plaza libre el 12 de enero
C7 dbt // hay plaza 2 días a la semana
C7 dbt // plaza confirmada 14 de enero a las 10
C7 vivienda // el alquiler subió a 1.450 euros
C7 vivienda // entre 600 y 900 al mes
C7 vivienda // paga 350 €, puede 200
C7 dbt // grupo de 10, sesión 3 de 12
C7 dbt // paseo diario de 20 minutos
C7 dbt // camina 30 min al día
C7 psiquiatría // 2º piso, sala 12
C7 psiquiatría // tercer piso, despacho 4
C7 psiquiatría // en el piso 3 del hospital
C7 psiquiatría // llamará ella al centro, no yo
C7 psiquiatría // llamar a las 14:00
C7 psiquiatría // llamó 3 veces, sin respuesta
C7 psiquiatría // llamar al centro el lunes 14 a las 10
C7 psiquiatría // el teléfono comunica de 9 a 11
C7 psiquiatría // teléfono nuevo el 12 de enero
C7 psiquiatría // recién nacido de 2 meses
C7 psiquiatría // nació su hija hace 3 semanas
C7 psiquiatría // el cumpleaños fue difícil
C7 psiquiatría // necesita el DNI y 2 nóminas
C7 psiquiatría // perdió la tarjeta sanitaria
C7 psiquiatría // caso para supervisión a las 3
C7 psiquiatría // historia larga, 20 años
C7 psiquiatría // historia de 3 ingresos
C7 psiquiatría // informe enviado el 3/12
C7 psiquiatría // PHQ-9 18, bajó a 12
C7 psiquiatría // 50 mg, lo sabe el psiquiatra
C7 psiquiatría // 112 o el 024
C7 psiquiatría // carrera de enfermería, 2º año
C7 psiquiatría // vía libre para el 12
C7 psiquiatría // a 2 calles de casa, 10 minutos
C7 psiquiatría // avenida principal, cerca del metro
C7 psiquiatría // cuenta con 2 amigas
C7 psiquiatría // póliza cambiada en 2026
C7 psiquiatría // plan de seguridad, paso 2 hecho
C7 objetivos: dormir 7 horas, 3 paseos a la semana
C7 objetivos: piso propio para junio de 2027
lun-jue 9-17:30
de lunes a viernes de 9 a 17
/pause del 7 al 14 de diciembre
hasta el 14 dic
me siento cansada antes de esta hora; de 3 a 4 días de cada 7
le dije que volveríamos a mirarlo en 6 semanas, después de la sesión 12
una de dos, o tres de cuatro
""".strip().splitlines()


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_lines_pass(text: str) -> None:
    assert find_identifier(text, NOW) is None
