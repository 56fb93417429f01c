"""Fixtures that journeys and tests of the code base share with the rooms."""

from dangjian.conftest import fixed_day, signed_in_as, small_city

__all__ = ["fixed_day", "signed_in_as", "small_city"]
