"""Document structure → Markdown with front matter."""
