"""The fixtures of the browser tests."""

from browser_fixtures import chromium, page, running, shots

__all__ = ["chromium", "page", "running", "shots"]
