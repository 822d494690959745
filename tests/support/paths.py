"""Where the project, its fixtures and the papers shared beside it stand."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).parents[2]
FIXTURES = PROJECT / "tests" / "fixtures"
EXAMPLES = PROJECT / "examples"
SHARED = PROJECT.parent / "shared"
"""Published papers that are no part of the project: tests that want them skip without them."""
