"""The agent's console: one page for a contact from its ring to its writing up."""
