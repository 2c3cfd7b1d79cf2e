"""The council's files as Legistar's Web API has them, so that its clients read them unchanged."""
