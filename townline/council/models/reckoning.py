"""By what the files of a city were reckoned last."""

from django.db import models


class Reckoning(models.Model):
    """
    What all files of a city were last reckoned by: its types, limits, meeting days.

    Where that comes to something else now, what follows from every record is reckoned anew.
    """

    city = models.OneToOneField("cities.City", models.PROTECT, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64)
    reckoned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.city_id} at {self.reckoned_at}"
