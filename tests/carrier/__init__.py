"""A carrier that is not there: it does what we answer, and calls us as a carrier does."""
