"""What may be done to several requests at once, and to which of them it may not."""

from datetime import timedelta

from townline.requests.rules.worklists import AT_WORK

UNDECIDED = (*AT_WORK, "waiting", "paused")
DEEDS = ("start", "assign", "share", "plan", "note", "ask", "pause", "close")
TAKEN_BACK_WITHIN = timedelta(seconds=60)
"""How long a bundle can be taken back; notices that it owes wait as long."""
MOST = 200
"""How many requests one bundle may hold."""


def fault_of(deed: str, *, status: str, reports: int, has_one: bool) -> str:
    """
    Return a word for why a request cannot be in a bundle; empty where it can.

    What would be hard to take back is left to the request's own page: a closing of what stands
    still, or of a lead, which closes those that joined it too.
    """
    if deed == "note":
        return ""
    if deed == "start":
        return "" if status == "open" else "not_open"
    if status not in (AT_WORK if deed in ("ask", "pause", "close") else UNDECIDED):
        return "not_at_work"
    if deed == "share" and has_one:
        return "assigned_already"
    return "leads_others" if deed == "close" and reports > 1 else ""
