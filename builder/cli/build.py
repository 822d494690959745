"""The command `build`."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from builder.build.context import Tell, silent
from builder.build.pipeline import StrictCheck, build_site
from builder.cli.messages import cluster_of, complain, errors, out, say_built
from builder.cli.progress import Watch
from builder.core.problems import ProblemsFound


def run_build(
    content: Path,
    output: Path,
    base_url: str | None,
    *,
    originals: str | None,
    strict: bool,
    cache: Path | None,
    commit: str,
    timings: bool,
    scheduler: str | None,
) -> bool:
    """Build and report; False, with every problem printed, on failure."""
    return build_and_say(
        content,
        output,
        base_url,
        originals=originals,
        strict=strict,
        cache=cache,
        commit=commit,
        executor=cluster_of(scheduler),
        watch=Watch(out.print if timings else None),
    )


def build_and_say(
    content: Path,
    output: Path,
    base_url: str | None,
    *,
    originals: str | None = None,
    strict: bool = False,
    cache: Path | None = None,
    commit: str = "",
    executor: Callable[[], Executor] | None = None,
    watch: AbstractContextManager[Tell] | None = None,
) -> bool:
    """Build and report; False on failure. `watch` shows progress meanwhile."""
    started = time.perf_counter()
    stood = _identity(output)
    try:
        with watch or nullcontext(silent) as tell:
            built = build_site(
                content,
                output,
                base_url,
                cache=cache,
                executor=executor,
                tell=tell,
                check=_strict_check() if strict else None,
                commit=commit,
                originals=originals,
            )
    except (ProblemsFound, KeyboardInterrupt, SystemExit) as ended:
        if isinstance(ended, ProblemsFound):
            complain(ended.problems)
        if stood and _identity(output) == stood:
            errors.print(f"{output}/ was left as it was.")
        if isinstance(ended, ProblemsFound):
            return False
        raise
    say_built(built, output, time.perf_counter() - started)
    return True


def _strict_check() -> StrictCheck:
    from builder.cli.verify import strict_problems  # it loads what reads originals

    return strict_problems


def _identity(output: Path) -> int:
    """Identifies the site in its place; 0 if there is none."""
    return output.stat().st_ino if output.exists() else 0
