"""What a method returned is remembered in its object, as often as it is said."""

import pytest

from lib.model.memoized import memoized, memoized_up_to


class Counted:
    """Notes each call that is computed."""

    def __init__(self):
        self.calls = []

    @memoized
    def all_kept(self, number, lang="vi"):
        self.calls.append((number, lang))
        return [number, lang]

    @memoized_up_to(3)
    def some_kept(self, number):
        self.calls.append(number)
        return number


def test_a_result_is_computed_once_for_each_object_and_its_arguments():
    one, other = Counted(), Counted()
    assert one.all_kept(1) is one.all_kept(1)
    assert one.all_kept(2) == [2, "vi"] and one.all_kept(1, lang="en") == [1, "en"]
    assert one.all_kept(1, lang="en") is one.all_kept(1, lang="en")
    assert one.calls == [(1, "vi"), (2, "vi"), (1, "en")] and other.calls == []
    other.all_kept(1)
    assert other.calls == [(1, "vi")]


def test_of_more_results_than_are_kept_the_oldest_are_dropped():
    one = Counted()
    for number in (1, 2, 3, 1, 2, 3):
        assert one.some_kept(number) == number
    assert one.calls == [1, 2, 3]
    one.some_kept(4)
    assert [one.some_kept(n) for n in (2, 3, 4)] == [2, 3, 4] and one.calls == [1, 2, 3, 4]
    one.some_kept(1)
    assert one.calls == [1, 2, 3, 4, 1]


def test_an_error_is_not_remembered():
    class Failing:
        calls = 0

        @memoized
        def fail(self):
            self.calls += 1
            raise ValueError("no")

    failing = Failing()
    for calls in (1, 2):
        with pytest.raises(ValueError) as caught:
            failing.fail()
        assert failing.calls == calls and caught.value.__context__ is None
