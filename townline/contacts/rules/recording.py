"""What is taken as a recording: which files, how much of them, and how long they are kept."""

from datetime import timedelta

CALL, VOICEMAIL = "call", "voicemail"
KINDS = (CALL, VOICEMAIL)
OUTCOMES = ("returned", "not_reached", "not_needed", "filed")
"""What became of a voice message: called back, not reached, needed nothing, made a request."""
MOST_PIECE = 2 * 2**20
"""Bytes of one piece; a browser sends some twenty thousand every five seconds."""
MOST = {CALL: 300 * 2**20, VOICEMAIL: 4 * 2**20}
"""Bytes of a whole recording: some twelve hours of a call, and three minutes of a message."""
MESSAGE_S = 180
"""How long a voice message may be, in seconds."""
KEPT = timedelta(days=90)
"""How long the sound is kept where the city says nothing else."""
SILENT = timedelta(minutes=30)
"""After so long without a piece whoever records is gone."""
HEAD = 4096

_CONTAINERS = {
    "audio/webm": (0, b"\x1a\x45\xdf\xa3", (b"A_OPUS",)),
    "audio/ogg": (0, b"OggS", (b"OpusHead",)),
    "audio/mp4": (4, b"ftyp", (b"mp4a", b"Opus")),
}
"""Where a container says what it is, and how the codecs are called that we take in it."""


class UnfitRecording(ValueError):
    """What came is no recording that is taken; the text says why."""


def form_of(first: bytes) -> str:
    """
    Return what a browser calls the kind of file that begins so.

    The file itself is looked at, not what somebody calls it: nothing else is ever played.

    :raises UnfitRecording: if it is no sound that a browser records
    """
    for form, (at, mark, codecs) in _CONTAINERS.items():
        if first[at : at + len(mark)] == mark:
            # An MP4 of a browser may name its codec at its end; one in pieces does so at once.
            if form == "audio/mp4" or any(codec in first[:HEAD] for codec in codecs):
                return form
            raise UnfitRecording("The sound in this file is of a kind that is not taken.")
    raise UnfitRecording("This is no recording of a browser: WebM, Ogg or MP4.")


def check_size(kind: str, so_far: int, more: int) -> None:
    """
    Let a piece through that leaves a recording small enough.

    :raises UnfitRecording: if it is too long
    """
    if more > MOST_PIECE and kind == CALL:
        raise UnfitRecording(f"A piece has at most {MOST_PIECE} bytes.")
    if so_far + more > MOST[kind]:
        raise UnfitRecording(f"A recording has at most {MOST[kind]} bytes.")
