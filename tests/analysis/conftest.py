"""The small instrument."""

import pytest

from tests.analysis.analysis_data import small_instrument


@pytest.fixture(scope="session")
def instrument():
    return small_instrument()
