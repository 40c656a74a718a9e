"""The generated pages of the documentation, one module a page; used by ``docs/generate.py`` alone."""
