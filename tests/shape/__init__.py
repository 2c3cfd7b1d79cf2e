"""The shape of the project, as facts that fail."""
