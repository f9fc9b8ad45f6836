"""In which language each person is spoken to: her Telegram's at first, what she chose from then on."""

from __future__ import annotations

from bot.wording.language import languages
from referrals.model import Role
from tests.conversation.pages import STALE
from tests.conversation.talk import At, Practice, Talker, Tap


def language_of(talker: Talker) -> str:
    return talker.practice.store.run_here(lambda work: work.people.language_of(talker.user_id))


def spanish(practice: Practice, user_id: int, role: Role = Role.THERAPIST) -> Talker:
    """Somebody whose Telegram is in Spanish, aboard."""
    talker = Talker(practice, user_id, language_code="es-MX")
    talker.say(f"/start {practice.invite(role)}")
    for _question in range(3):
        talker.tap_first()
    return talker


def test_whoever_comes_is_spoken_to_in_her_telegrams_language(practice: Practice) -> None:
    luz = spanish(practice, 1011)
    assert language_of(luz) == "es"
    luz.talk(("/clients", "Todavía sin clientes"))


def test_a_stranger_is_answered_in_her_telegrams_language_too(practice: Practice) -> None:
    Talker(practice, 4711, language_code="es").talk(("hello", "asistente privado"))


def test_the_zones_to_be_tapped_are_where_the_language_is_spoken(practice: Practice) -> None:
    for number, (code, zone) in enumerate((("es", "Puerto Rico"), ("en", "London"), ("fi", "London"))):
        newcomer = Talker(practice, 1011 + number, language_code=code)
        newcomer.say(f"/start {practice.invite()}")
        assert [label for label in newcomer.buttons() if label.endswith(zone)], code


def test_one_that_is_not_spoken_is_english_until_it_is(practice: Practice) -> None:
    talker = Talker(practice, 1011, language_code="fi")
    talker.talk((f"/start {practice.invite()}", "Welcome"))
    assert language_of(talker) == ""


def test_what_was_chosen_stays_whatever_her_telegram_speaks(practice: Practice) -> None:
    luz = spanish(practice, 1011)
    luz.talk(("/settings", "Idioma: Español"), (Tap("Idioma"), "Idioma"), (Tap("English"), "Language: English"))
    luz.talk(("/settings", "Your settings"))
    assert language_of(luz) == "en"


def test_a_language_that_is_none_of_ours_cannot_be_chosen(ana: Talker) -> None:
    ana.talk(("/settings", "Your settings"), (Tap("Language"), "Language"))
    for data in ("set:lang:xx", "set:lang:../es"):
        ana.press(data, ana.newest.message_id)
        assert ana.screen.toasts[-1] == STALE
    assert language_of(ana) not in {"xx", "../es"}
    assert "es" in languages()


def test_each_reads_her_own_language_whoever_caused_it(practice: Practice, ana: Talker) -> None:
    """Ana speaks English; the administrator who hears of it Spanish; and Luz's own reminders are Spanish as well."""
    eva = spanish(practice, 1012, Role.ADMINISTRATOR)
    luz = spanish(practice, 1011)
    luz.talk(("C7 dbt", "C7"), ("C7 tue 2pm weekly", "C7"), (At("24 Nov 13:30"), "C7"))
    assert "One thing" not in luz.text
    practice.invite()
    ana.talk(("/settings", "Your settings"))
    assert eva.screen.messages


def test_a_public_holiday_is_named_in_her_language(practice: Practice, ana: Talker) -> None:
    """Mexico's are known in both; what both read of the same day is each one's own word."""
    practice.store.run_here(lambda work: work.people.describe(holidays="MX"))
    luz = spanish(practice, 1011)
    names = ((ana, "Christmas Day"), (luz, "Navidad"))
    for talker, name in names:
        talker.talk(("/settings", f"{name}, "))
    ana.do(At("25 Dec 10:00"))
    for talker, name in names:
        talker.talk(("/today", name))
