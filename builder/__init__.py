"""The builder: turns `content/` into the published archive in `site/`.

The rooms, in the order in which a document passes through them, are described in
`docs/developers.md`; imports run one way only, and `tests/unit/test_layers.py` holds that.
"""
