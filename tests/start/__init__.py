"""Starts that go well, and starts that go wrong."""
