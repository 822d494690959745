"""The YAML registries under `content/` → checked rows."""
