"""Originals → Markdown documents: what an editor would otherwise type.

In: a file as received (PDF, plain text, Word, web page).  Out: its Markdown with front matter,
and what a person should check.  A room of its own because nothing that builds the site may
depend on it: once a document stands in the content folder, only the document counts.

Each file type has a reader of its own; all give the same stream of pieces (`stream`), and what
comes after knows nothing of file types.
"""
