"""The small instrument."""

import pytest
from analysis_data import small_instrument


@pytest.fixture(scope="session")
def instrument():
    return small_instrument()
