"""Work for calls of a carrier, every few seconds, since callers wait for it."""

from django.utils import timezone
from procrastinate.contrib.django import app

from townline.channels import bringing, carrier
from townline.config.tasks import connected


@app.periodic(cron="* * * * * */2")
@app.task(queueing_lock="ask_carriers", pass_context=False)
@connected
def ask_carriers(timestamp: int) -> None:
    """Ask the carrier of calls for what calls are to do: join an agent, wait again, end."""
    carrier.ask_for_all(at=timezone.now())


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="bring_messages", pass_context=False)
@connected
def bring_messages(timestamp: int) -> None:
    """Bring what callers left with the carrier, sealed, and let the carrier remove its copy."""
    bringing.bring_for_all(at=timezone.now())
