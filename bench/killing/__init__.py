"""The kill test: a town under load whose processes are killed at random, and what is then left."""
