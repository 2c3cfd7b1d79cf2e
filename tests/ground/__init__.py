"""Fixtures that tests of every room stand on."""
