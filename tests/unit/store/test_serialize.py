"""Values are told apart by their marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

from msgspec import Struct

import builder
from builder.store.serialize import Packer


class Words(Struct):
    words: str


def structs(of: type[Struct]) -> Iterator[type[Struct]]:
    for each in of.__subclasses__():
        if each.__module__.startswith("builder."):
            yield each
        yield from structs(each)


def test_no_two_public_structs_have_the_same_fields() -> None:
    """A mark holds a struct's fields by name, and not the name of its type."""
    for module in walk_packages(builder.__path__, "builder."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    by_fields = defaultdict(set)
    for each in structs(Struct):
        if not each.__name__.startswith("_"):
            by_fields[each.__struct_fields__].add(each.__qualname__)
    assert len(by_fields) > 100
    assert [names for names in by_fields.values() if len(names) > 1] == []


def test_equal_values_have_one_mark_and_others_another() -> None:
    packer = Packer()
    one, same, other = (Words(words) for words in ("One.", "One.", "Two."))
    assert packer.mark([one, one]) == packer.mark([one, same])
    assert packer.mark([one]) != packer.mark([other])
    assert packer.mark(range(3)) != packer.mark(range(4))
    assert packer.mark({"a": 1, "b": 2}) != packer.mark({"b": 2, "a": 1})
