"""The stretches of which a contact consists."""

KINDS = ("menu", "queue", "agent", "interpreter", "callback")
"""A machine's menu, waiting, an agent, an interpreter beside, our own call back."""
