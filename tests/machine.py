"""What tests need of the machine: tools that may be absent at home and must be there in CI."""

import os
import shutil
from typing import NoReturn

import pytest


def in_ci() -> bool:
    """Tell whether this is the run whose result counts (`CI=true`)."""
    return os.environ.get("CI", "").lower() == "true"


def unavailable(reason: str) -> NoReturn:
    """Skip the test with a reason; in CI fail instead, so that nothing goes unproved unseen."""
    if in_ci():
        pytest.fail(f"needed in CI: {reason}", pytrace=False)
    pytest.skip(reason)


def required_in_ci(tool: str) -> str:
    """Return the path of a program on PATH; without it skip the test, or fail it in CI."""
    return shutil.which(tool) or unavailable(f"{tool} is not installed")
