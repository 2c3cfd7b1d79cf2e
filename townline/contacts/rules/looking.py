"""What staff see of who a contact was with is entered, with what they saw it for."""

from enum import StrEnum


class WhatFor(StrEnum):
    """What somebody saw for whom a contact was with."""

    ANSWERING = "answering"
    """To answer it: beside a contact in hand, with who left the same address before."""
    CALLING_BACK = "calling_back"
    SENDING = "sending"
    """To send an answer."""
    FILING = "filing"
    """To file a request for them."""
    WRITING = "writing"
    """To read what was said in writing, and to reply."""
    VOICEMAIL = "voicemail"
    LETTER = "letter"
    STORY = "story"
    """To look it up afterwards."""
    APPRAISING = "appraising"
    """To find how it was handled."""
    REQUEST = "request"
    """To work on what they reported."""
