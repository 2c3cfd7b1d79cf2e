"""Trying cities' folders on the real records that they were made from, or were kept apart from."""
