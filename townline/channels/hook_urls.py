"""The addresses at which providers call us."""

from townline.channels.urls import machines as urlpatterns

app_name = "hooks"
__all__ = ["app_name", "urlpatterns"]
