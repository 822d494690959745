"""Checks a proof of the archive with nothing but Python 3 (no other file, no network).

    python3 check_proof.py PROOF.txt              says what the proof proves
    python3 check_proof.py PROOF.txt WORDS.txt    holds some words against it too

Sources: RFC 6962 (how rows are joined to one checksum), C2SP tlog-proof (the form of the file).
"""

import base64
import hashlib
import sys
from pathlib import Path


def joined(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf, index, size, path):
    """The checksum of the whole log to which a row leads, or None."""
    at, last, found = index, size - 1, leaf
    if not 0 <= index < size:
        return None
    for beside in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            found = joined(beside, found)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            found = joined(found, beside)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def mark(words):
    bare = "".join(words.split()).replace("\ufeff", "")
    return hashlib.sha256(bare.encode()).hexdigest()[:32]


def main(proof, words=None):
    head, note = Path(proof).read_text("utf-8").split("\n\n", 1)
    first, extra, index, *hashes = head.split("\n")
    origin, size, root, _ = note.split("\n", 3)
    row = base64.b64decode(extra.split(" ")[1])
    leaf = hashlib.sha256(b"\x00" + row).digest()
    path = [base64.b64decode(each) for each in hashes]
    found = root_of(leaf, int(index.split(" ")[1]), int(size), path)
    if first != "c2sp.org/tlog-proof@v1" or found != base64.b64decode(root):
        sys.exit("NOT PROVED: this row is not in the log with this checksum.")
    address, recorded, day = row.decode().split(",")
    print(f"Proved: on {day}, {address} was recorded with words of the mark {recorded or 'none'}.")
    print(f"The log is {origin}, with {size} rows and the checksum {root}.")
    if words is not None:
        if mark(Path(words).read_text("utf-8")) != recorded:
            sys.exit(
                "NOT PROVED: the words that you gave are not the words recorded (give no number)."
            )
        print("The words that you gave are the words that were recorded.")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except (IndexError, OSError, TypeError, ValueError) as error:
        sys.exit(f"NOT PROVED: the files cannot be read ({error}).")
