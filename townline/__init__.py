"""Townline: a contact centre and public record for cities."""

__version__ = "0.1.0"
