"""What the web server loads."""

import gc
import os
import signal

from django.core.wsgi import get_wsgi_application

from townline.config import tied

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townline.config.settings")
if os.environ.get("TOWNLINE_SUPERVISED") == "1":
    # The server's main process leads our session. Where it has been killed before we come here, our
    # parent is another one already; we must not live on and keep the port.
    tied.end_with_parent(os.getsid(0), signal.SIGKILL)
application = get_wsgi_application()
gc.freeze()  # what is loaded stays: the collector need not go through it again and again
