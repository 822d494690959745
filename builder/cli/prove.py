"""The command that makes and checks proofs of passages."""

from __future__ import annotations

from pathlib import Path

from builder.cli.messages import errors, out
from builder.core.durable_files import overwrite
from builder.exports.log_files import CHECKPOINT
from builder.verify.proof import NotProved, check_proof, check_site, make_proof


def prove_and_report(site: Path, address: str, to: Path | None) -> bool:
    """Write or print the proof of an address; False where there is none."""
    path = "/" + address.partition("://")[2].partition("/")[2] if "://" in address else address
    try:
        proof = make_proof(site, path)
        if to is not None:
            overwrite(to, proof.encode())
    except NotProved as found:
        errors.print(f"Not proved: {found}")
        return False
    except OSError as error:
        errors.print(f"{to}: the proof cannot be written: {error.strerror}.")
        return False
    out.print(f"Written to {to}." if to is not None else proof.rstrip("\n"))
    return True


def check_and_report_proof(file: Path, site: Path) -> bool:
    """Check a proof, and a site against it if there is one; False where something is wrong."""
    at_hand = (site / CHECKPOINT).is_file()
    try:
        proof = check_proof(file.read_text("utf-8"))
        if at_hand:
            check_site(proof, site)
    except NotProved as found:
        errors.print(f"Not proved: {found}")
        return False
    except (OSError, UnicodeDecodeError):
        errors.print(f"Not proved: {file} cannot be read.")
        return False
    out.print(
        f"Proved: {proof.address} was recorded on {proof.since}, as row {proof.index + 1} of "
        f"{proof.size}" + (f", with words of the mark {proof.mark}." if proof.mark else ".")
    )
    if at_hand:
        out.print(f"The log of {site} holds all these rows, and the words are as recorded.")
    return True
