"""The small instrument, and Hypothesis without time limits: a shared machine is slow at times."""

import pytest
from analysis_data import small_instrument
from hypothesis import settings

settings.register_profile("calm", deadline=None, max_examples=50)
settings.load_profile("calm")


@pytest.fixture(scope="session")
def instrument():
    return small_instrument()
