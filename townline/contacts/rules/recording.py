"""What is taken as a recording: which files, how much of them, and how long they are kept."""

from datetime import timedelta
from enum import StrEnum

CALL, VOICEMAIL = "call", "voicemail"
KINDS = (CALL, VOICEMAIL)
CARRIED = "carried"
"""A voice message as a carrier brings it: less compressed than a browser's."""
OUTCOMES = ("returned", "not_reached", "not_needed", "filed")
"""What became of a voice message: called back, not reached, needed nothing, made a request."""
ANSWERED = "answered"
"""What became of one that an agent was offered by its queue: how it ended, its contact says."""
MOST_PIECE = 2 * 2**20
"""Bytes of one piece; a browser sends some twenty thousand every five seconds."""
MOST = {CALL: 300 * 2**20, VOICEMAIL: 4 * 2**20, CARRIED: 12 * 2**20}
"""
Bytes of a whole recording: some twelve hours of a call, three minutes of a message; of a carrier
ten minutes as telephones sound, 16,000 bytes a second.
"""
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
_WAVES = (1, 6, 7)
"""Codes of what a WAV file may hold so that browsers play it: PCM, and that of telephones."""


class Sound(StrEnum):
    """Where the sound of a voice message is."""

    THERE = "there"
    COMING = "coming"
    """With the carrier, which is asked for it."""
    LOST = "lost"
    """With the carrier, which did not give it up."""
    GONE = "gone"


def sound_is(*, pieces: int, removed: bool, given_up: bool) -> Sound:
    """Return where the sound of a message is, of which so many pieces are kept here."""
    if removed:
        return Sound.GONE
    if pieces:
        return Sound.THERE
    return Sound.LOST if given_up else Sound.COMING


class UnfitRecording(ValueError):
    """What came is no recording that is taken; the text says why."""


def form_of(first: bytes) -> str:
    """
    Return what a browser calls the kind of file that begins so.

    The file itself is looked at, not what somebody calls it: nothing else is ever played.

    :raises UnfitRecording: if it is no sound that browsers or carriers record
    """
    if first[:4] == b"RIFF" and first[8:12] == b"WAVE":
        return _wave(first[:HEAD])
    if _is_mp3(first):
        return "audio/mpeg"
    for form, (at, mark, codecs) in _CONTAINERS.items():
        if first[at : at + len(mark)] == mark:
            # An MP4 of a browser may name its codec at its end; one in pieces does so at once.
            if form == "audio/mp4" or any(codec in first[:HEAD] for codec in codecs):
                return form
            raise UnfitRecording("The sound in this file is of a kind that is not taken.")
    raise UnfitRecording("This is no recording that is taken: WebM, Ogg, MP4, WAV or MP3.")


def _wave(head: bytes) -> str:
    at = head.find(b"fmt ", 12)
    if at < 0 or int.from_bytes(head[at + 8 : at + 10], "little") not in _WAVES:
        raise UnfitRecording("The sound in this WAV file is of a kind that is not taken.")
    return "audio/wav"


def _is_mp3(first: bytes) -> bool:
    """Return whether a file begins with a tag of MP3, or with a frame that could be its first."""
    if first[:3] == b"ID3":
        return True
    if len(first) < 4 or first[0] != 0xFF or first[1] & 0xE6 != 0xE2:
        return False
    return first[2] >> 4 not in (0, 15) and first[2] >> 2 & 3 != 3


def check_size(kind: str, so_far: int, more: int) -> None:
    """
    Let a piece through that leaves a recording small enough.

    :raises UnfitRecording: if it is too long
    """
    if more > MOST_PIECE and kind == CALL:
        raise UnfitRecording(f"A piece has at most {MOST_PIECE} bytes.")
    if so_far + more > MOST[kind]:
        raise UnfitRecording(f"A recording has at most {MOST[kind]} bytes.")
