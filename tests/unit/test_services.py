"""Which service is meant by what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.grammar import LogReferrals
from referrals.model import Service, ServiceKind
from referrals.services import Close, Exact, Near, Unknown, label_key, match, match_all, tells, tidy
from referrals.starter import STARTER_SERVICES
from tests.unit.cpu import cpu_seconds
from tests.unit.grammar.lines import read

STARTER = [
    Service(number, known.name, known.aliases, known.in_house, known.kind)
    for number, known in enumerate(STARTER_SERVICES)
]
AGENCY = [
    Service(number, name, aliases)
    for number, (name, aliases) in enumerate(
        {
            "Psychiatric evaluation": ("psych eval",),
            "Psychological testing": (),
            "DBT group": (),
            "Skills group": (),
            "Case management": (),
            "Housing": (),
            "AA": (),
            "Outpatient treatment": (),
            "Women's shelter": (),
            "Food & clothing bank": (),
            "Parents group 1": (),
            "Parents group 2": (),
        }.items()
    )
]


def named(words: str, directory: list[Service] = AGENCY) -> tuple[str, list[str]]:
    result = match(words, directory)
    match result:
        case Exact(service) | Near(service):
            return type(result).__name__, [service.name]
        case Close(services) | Unknown(services):
            return type(result).__name__, [service.name for service in services]


@pytest.mark.parametrize(
    "words", ["Psych eval", "PSYCH EVAL", "psych-eval", "psychiatric eval", " psych  evaluation. "]
)
def test_names_and_aliases_match_whatever_their_case_and_punctuation(words: str) -> None:
    assert named(words) == ("Exact", ["Psychiatric evaluation"])


@pytest.mark.parametrize(
    ("words", "service"),
    [
        ("psyc eval", "Psychiatric evaluation"),
        ("pysch evaluation", "Psychiatric evaluation"),
        ("psychaitric evalution", "Psychiatric evaluation"),
        ("houseing", "Housing"),
        ("hosuing", "Housing"),
        ("dbt gruop", "DBT group"),
        ("group DBT", "DBT group"),
        ("dbtgroup", "DBT group"),
        ("case managment", "Case management"),
        ("womens shleter", "Women's shelter"),
        ("food and clothing bank", "Food & clothing bank"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(words: str, service: str) -> None:
    result = dict(match_all([words], AGENCY))
    assert isinstance(result[words], Near | Exact)
    assert named(words)[1] == [service]


@pytest.mark.parametrize(("words", "service"), [("dbt grp", "DBT group"), ("case mgmt", "Case management")])
def test_clerical_abbreviations_are_written_out(words: str, service: str) -> None:
    assert named(words) == ("Exact", [service])


@pytest.mark.parametrize(
    ("words", "candidates"),
    [
        ("psych", ["Psychiatric evaluation", "Psychological testing"]),
        ("group", ["DBT group", "Skills group", "Parents group 1", "Parents group 2"]),
        ("parents grop 3", []),
        ("evening dbt group", ["DBT group"]),
        ("shelter", ["Women's shelter"]),
        ("aa meeting", ["AA"]),
    ],
)
def test_what_may_be_one_of_several_or_only_a_part_is_asked(words: str, candidates: list[str]) -> None:
    kind, found = named(words)
    assert (kind, found) == ("Close", candidates) if candidates else kind == "Unknown"


@pytest.mark.parametrize(
    "words", ["inpatient treatment", "men's shelter", "mens shelter", "CBT group", "NA", "AB", "xyz", "", "?!"]
)
def test_another_service_is_never_taken_for_ours(words: str) -> None:
    assert isinstance(match(words, AGENCY), Unknown)


@pytest.mark.parametrize(
    ("words", "kind", "service"),
    [
        ("evaluación psiquiátrica", "Exact", "Psychiatric evaluation"),
        ("EVALUACION PSIQUIATRICA", "Exact", "Psychiatric evaluation"),
        ("evaluasion psiquiatrica", "Near", "Psychiatric evaluation"),
        ("eval psiq", "Exact", "Psychiatric evaluation"),
        ("grupo TDC", "Exact", "DBT group"),
        ("gpo dbt", "Exact", "DBT group"),
        ("vivienda subvencionada", "Exact", "Subsidised housing programme"),
        ("linea de crisis", "Exact", "Crisis line"),
        ("línea de crsis", "Near", "Crisis line"),
    ],
)
def test_spanish_names_match_with_and_without_accents(words: str, kind: str, service: str) -> None:
    assert named(words, STARTER) == (kind, [service])


def test_a_label_with_accents_is_found_without_them() -> None:
    assert match("cafe ubeda", [ubeda := Service(1, "Café Úbeda")]) == Exact(ubeda)
    assert label_key("Café Úbeda") == label_key("cafe ubeda")


@pytest.mark.parametrize("words", ["is moving to Boston", "What’s up with", "qué tal", "until June", "ESTÁ triste"])
def test_what_tells_something_is_no_name(words: str) -> None:
    assert tells(words)


def test_no_service_that_a_practice_begins_with_tells_something() -> None:
    labels = [label for service in STARTER for label in (service.name, *service.aliases)]
    assert [label for label in labels if tells(label)] == []
    assert not any(map(tells, ["Back to Work programme", "Her House", "Who Cares?", "Isla clinic", "La Fuente"]))
    assert not any(map(tells, ["El Centro", "AM yoga", "Father and son group", "Level I care", "Ella’s House"]))


def test_how_much_is_a_slip_goes_by_the_shorter_word() -> None:
    doctor = Service(1, "Primary care", ("médica",))
    assert isinstance(match("medicaid", [doctor]), Unknown)
    assert match("medixa", [doctor]) == Near(doctor)
    assert named("medicaid", STARTER) == ("Exact", ["Benefits help"])


def test_an_alias_two_services_share_is_asked() -> None:
    twins = [Service(1, "North clinic", ("clinic",)), Service(2, "South clinic", ("clinic",))]
    assert match("clinic", twins) == Close(tuple(twins))


def test_a_misspelling_of_two_services_is_asked() -> None:
    assert named("parents group") == ("Close", ["Parents group 1", "Parents group 2"])
    twins = [Service(1, "Marten house"), Service(2, "Martin house")]
    assert match("martyn house", twins) == Close(tuple(twins))


@pytest.mark.parametrize(
    ("pieces", "parts"),
    [
        (["psych eval & DBT group and housing"], ["psych eval", "DBT group", "housing"]),
        (["food & clothing bank and housing"], ["food & clothing bank", "housing"]),
        (["housing + arts and crafts"], ["housing", "arts", "crafts"]),
        (["arts and crafts"], ["arts and crafts"]),
        (["psych eval y DBT group"], ["psych eval", "DBT group"]),
        (["food y clothing bank"], ["food y clothing bank"]),
        (["housing", "AA"], ["housing", "AA"]),
    ],
)
def test_and_joins_services_unless_it_is_in_a_name(pieces: list[str], parts: list[str]) -> None:
    assert [words for words, _ in match_all(pieces, AGENCY)] == parts


@given(st.text(max_size=60))
def test_any_text_finds_a_service_or_says_that_it_does_not(words: str) -> None:
    assert isinstance(match(words, AGENCY), Exact | Near | Close | Unknown)
    assert match_all([words], AGENCY)


LABELS = [(label, service) for service in STARTER for label in (service.name, *service.aliases)]


@pytest.mark.parametrize(("label", "service"), LABELS)
def test_every_starter_name_can_be_typed_and_means_one_service(label: str, service: Service) -> None:
    line = read(f"C7 {label}")
    assert isinstance(line, LogReferrals)
    assert [result for _, result in match_all(line.services, STARTER)] == [Exact(service)]


def test_the_starter_set_is_in_house_only_where_the_practice_is() -> None:
    assert [service.name for service in STARTER_SERVICES if service.in_house] == [
        "Psychiatric evaluation",
        "DBT group",
        "Subsidised housing programme",
    ]


def test_two_hundred_lookups_among_fifty_services_take_no_time_to_speak_of() -> None:
    directory = [
        Service(number, f"{service.name} {number}", service.aliases) for number, service in enumerate(STARTER * 3)
    ]

    def look_up() -> None:
        for number in range(200):
            match(f"something unheard of {number}", directory)

    assert cpu_seconds(look_up, 2) < 2  # an unknown name costs most: every scorer is asked


def test_the_starter_set_has_every_kind() -> None:
    assert {service.kind for service in STARTER_SERVICES} == set(ServiceKind)


def test_every_starter_name_means_one_service() -> None:
    meant = {(label_key(label), service.name) for label, service in LABELS}
    assert len({key for key, _ in meant}) == len(meant)


def test_of_hundreds_that_may_be_meant_the_likest_few_are_asked() -> None:
    directory = [Service(number, f"Group for gardening number {number}") for number in range(300)]
    result = match("gardening group", [*directory, Service(999, "Gardening group club")])
    assert isinstance(result, Close)
    assert len(result.candidates) == 8
    assert result.candidates[0].id == 999


@pytest.mark.parametrize(
    ("one", "other"),
    [("DBT Group", "dbt-group"), ("Food & clothing", "food and clothing"), ("psych eval", "Psych evaluation")],
)
def test_labels_that_read_alike_have_one_key(one: str, other: str) -> None:
    assert label_key(one) == label_key(other) != ""


def test_words_are_tidied_to_one_plain_line() -> None:
    assert tidy("  Equine\n\ttherapy\x00\u202e \u200bgroup\ud800 ") == "Equine therapy group"
