"""Everything that can be done to a service request, by who does it. Nothing else writes one."""

from townline.requests.actions.spot import PlaceUnknown
from townline.requests.actions.submit import KeyReused, Receipt, Suspended, submit

__all__ = ["KeyReused", "PlaceUnknown", "Receipt", "Suspended", "submit"]
