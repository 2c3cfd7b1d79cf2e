"""What letters to another organisation are filled with."""

from datetime import datetime
from typing import Any

from townline.channels import addresses
from townline.cities.rules.city import City
from townline.contacts.actions import Owed
from townline.requests import queries


def about_job(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """
    Return what a letter about a hand-over is filled with: only what its page shows as well.

    :raises LookupError: if it is gone
    """
    handed_id = int(owed.data["handed"])
    job = queries.job_for_letter(city, handed_id, language=language, at=at)
    return {
        "handed": handed_id,
        "number": job.handed.number,
        "request": job.request,
        "message": job.handed.message,
        "until": job.handed.until,
        "page": addresses.of(city, queries.page_path(handed_id), language),
        "leave": "",
        "untranslated": language != city.languages[0],
    }
