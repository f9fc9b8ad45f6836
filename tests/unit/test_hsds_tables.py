"""The tabular form of HSDS 3.0: tables joined, descriptors read, what is none said."""

from __future__ import annotations

import json

import pytest

from referrals.hsds import (
    Broken,
    BrokenDirectoryError,
    Listing,
    Reason,
    Skipped,
    read_tables,
    resource_paths,
)
from referrals.model import ServiceKind

TABLES = {
    "service": [
        "id,organization_id,name,description,status,wait_time\r\n",
        's1,o1,Legal help,"Rights, and\r\n',
        'more",active,2 weeks\r\n',
        "s2,o1,The Harbour,,active,\r\n",
        "\r\n",
        "s4,,Old,,defunct,\r\n",
    ],
    "organization": ["\ufeffid,name,email\n", "o1,Harbour Trust,hello@example.com\n"],
    "phone": [
        "id,location_id,service_id,organization_id,service_at_location_id,number,extension\n",
        "p1,,s1,o1,,212 555 0143,7\n",
        "p2,,,,sal2,212 555 0144,\n",
    ],
    "service_at_location": ["id,service_id,location_id\n", "sal2,s2,l1\n"],
    "attribute": ["id,link_id,taxonomy_term_id,link_entity\n", "a,s2,t1,service\n"],
    "taxonomy_term": ["id,name\n", "t1,Shelters\n"],
}


def test_tables_are_joined_by_their_ids() -> None:
    legal, harbour, empty, old = read_tables(TABLES)
    assert isinstance(legal, Listing)
    assert (legal.place, legal.contact, legal.wait_weeks) == ("row 2", "212 555 0143 ext. 7 · hello@example.com", 2)
    assert legal.note == "Harbour Trust. Rights, and more"
    assert isinstance(harbour, Listing)
    assert (harbour.kind, harbour.contact) == (ServiceKind.HOUSING, "212 555 0144 · hello@example.com")
    assert isinstance(empty, Skipped)
    assert isinstance(old, Skipped)
    assert (old.place, old.reason, old.detail) == ("row 5", Reason.NOT_ACTIVE, "defunct")


def test_the_link_tables_of_older_versions_are_read_too() -> None:
    older = {"attribute": ["id,service_id,taxonomy_id\n", "a,s2,t1\n"], "taxonomy": TABLES["taxonomy_term"]}
    tables = {**{name: TABLES[name] for name in ("service", "organization")}, **older}
    harbour = list(read_tables(tables))[1]
    assert isinstance(harbour, Listing)
    assert harbour.kind is ServiceKind.HOUSING


@pytest.mark.parametrize(
    ("tables", "why"),
    [
        ({}, Broken.NO_SERVICES),
        ({"service": []}, Broken.NO_COLUMNS),
        ({"service": ["name,status\n", "a,b\n"]}, Broken.NO_COLUMNS),
        ({**TABLES, "organization": ["name\n"]}, Broken.NO_COLUMNS),
        ({"service": ["id,name,status\n", f'1,"{"x" * 200_000}",active\n']}, Broken.NOT_CSV),
    ],
    ids=["no services", "empty", "columns", "columns of another", "huge field"],
)
def test_tables_that_are_none_are_said(tables: dict[str, list[str]], why: Broken) -> None:
    with pytest.raises(BrokenDirectoryError) as caught:
        list(read_tables(tables))
    assert caught.value.why is why


def test_a_descriptor_names_the_tables() -> None:
    described = {"resources": [{"name": "service", "path": "data/s.csv"}, {"name": "location", "path": "l.csv"}]}
    assert resource_paths(json.dumps(described)) == {"data/s.csv": "service"}


@pytest.mark.parametrize("path", ["../services.csv", "/etc/passwd", "a/../../b.csv", "C:\\x.csv", "..\\x.csv"])
def test_a_descriptor_that_leads_out_of_the_package_is_said(path: str) -> None:
    with pytest.raises(BrokenDirectoryError) as caught:
        resource_paths(json.dumps({"resources": [{"name": "service", "path": path}]}))
    assert caught.value.why is Broken.OUTSIDE


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"resources": 7}', '{"resources": [7]}', "[" * 100_000])
def test_a_descriptor_that_is_none_is_said(text: str) -> None:
    with pytest.raises(BrokenDirectoryError):
        resource_paths(text)
