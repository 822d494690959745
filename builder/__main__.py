"""The command `archive`, also `python -m builder`: entry, signals, broken output."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from builder.cli.app import app
from builder.cli.messages import NobodyReads, NotSaid, errors

_SIGNALLED = 128
"""The exit status where a signal ended the command is this and the signal's number."""


def _end(number: int, _: FrameType | None) -> None:
    """Ended from outside: exit as by Ctrl-C."""
    if (processes := sys.modules.get("multiprocessing")) is not None:  # else there are none
        for worker in processes.active_children():
            worker.terminate()
    raise SystemExit(_SIGNALLED + number)


def main() -> None:
    """The command `archive`."""
    gc.disable()  # see `app`
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores one of them
            signal.signal(number, _end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # “→” is no fault where its alphabet lacks it
            stream.reconfigure(errors="backslashreplace")
    try:
        status = app.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except click.Abort:
        errors.print("Stopped.")
        raise SystemExit(_SIGNALLED + signal.SIGINT) from None
    except SystemExit as ended:
        if isinstance(ended.code, int) and ended.code > _SIGNALLED:
            errors.print("Stopped.")
        raise
    except (BrokenPipeError, NobodyReads):
        _end_output()
        raise SystemExit(_SIGNALLED + signal.SIGPIPE) from None
    except OSError as error:
        if error.filename is not None:
            raise
        _cannot_say(error.strerror)
    except NotSaid as error:
        _cannot_say(error)
    else:
        raise SystemExit(status)
    finally:
        gc.freeze()  # the system takes back all at once what would be looked through piece by piece


def _cannot_say(why: object) -> NoReturn:
    """Output went to a full disk or a closed file."""
    with suppress(NotSaid):
        errors.print(f"What is to be said must be written; found “{why}”.")
    _end_output()
    raise SystemExit(1)


def _end_output() -> None:
    with Path(os.devnull).open("w") as nowhere:
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError, OSError):  # one that is closed, or is none
                os.dup2(nowhere.fileno(), stream.fileno())  # or the rest would fail at the end


if __name__ == "__main__":
    main()
