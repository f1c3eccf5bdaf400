import pytest
from django.http import QueryDict

from nutriplan.api.query import Asked, Kind, Param, read
from nutriplan.domain.errors import InputFaults

PARAMS = (
    Param("size", "", Kind.WHOLE, least=1, most=200),
    Param("least", "", Kind.NUMBER, least=0, most=1000),
    Param("slot", "", choices=("lunch", "dinner")),
    Param("tag", "", many=True),
    Param("search", ""),
)


def asked(query: str) -> Asked:
    return read(PARAMS, QueryDict(query))


def codes(query: str) -> list[tuple[str, str]]:
    with pytest.raises(InputFaults) as found:
        asked(query)
    return [(fault.pointer, fault.code) for fault in found.value.faults]


def test_what_is_given_is_read() -> None:
    found = asked("size=20&least=1.5&slot=lunch&tag=a&tag=b&search=spinach")
    assert (found.whole("size", 50), found.number("least"), found.text("slot")) == (20, 1.5, "lunch")
    assert found.texts("tag") == ("a", "b")


def test_what_is_not_given_takes_its_default() -> None:
    found = asked("")
    assert (found.whole("size", 50), found.number("least"), found.text("slot"), found.texts("tag")) == (
        50,
        None,
        "",
        (),
    )


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("sizes=1", "/query/sizes", "unknown_parameter"),
        ("size=0", "/query/size", "out_of_range"),
        ("size=201", "/query/size", "out_of_range"),
        ("size=1.5", "/query/size", "not_a_number"),
        ("size=", "/query/size", "not_a_number"),
        ("size=%D9%A3", "/query/size", "not_a_number"),  # an Arabic three
        ("least=nan", "/query/least", "not_a_number"),
        ("least=inf", "/query/least", "not_a_number"),
        ("least=-1", "/query/least", "out_of_range"),
        ("least=1e400", "/query/least", "not_a_number"),
        ("slot=lunsh", "/query/slot", "unknown_key"),
        ("slot=lunch&slot=dinner", "/query/slot", "repeated"),
        ("search=" + "a" * 201, "/query/search", "too_long"),
        ("&".join(["tag=a"] * 21), "/query/tag", "too_many"),
    ],
)
def test_what_will_not_do_is_named(query: str, pointer: str, code: str) -> None:
    assert codes(query) == [(pointer, code)]


def test_every_fault_is_named_at_once() -> None:
    assert len(codes("size=0&least=nan&colour=red")) == 3


def test_the_nearest_known_name_is_offered() -> None:
    with pytest.raises(InputFaults, match="did you mean search"):
        asked("serach=x")


def test_a_required_one_must_be_there() -> None:
    with pytest.raises(InputFaults, match="age is required"):
        read([Param("age", "", required=True)], QueryDict(""))
