"""Work for calls of a carrier, which waits for nothing: every two seconds."""

from django.utils import timezone
from procrastinate.contrib.django import app

from townline.channels import carrier
from townline.config.tasks import connected


@app.periodic(cron="* * * * * */2")
@app.task(queueing_lock="ask_carriers", pass_context=False)
@connected
def ask_carriers(timestamp: int) -> None:
    """Ask the carrier of calls for what calls are to do: join an agent, wait again, end."""
    carrier.ask_for_all(at=timezone.now())
