"""The addresses at which a carrier of calls asks what to do, and tells what happened."""

from django.urls import path

from townline.channels import voice, voice_joining, voice_told

app_name = "voice"
urlpatterns = [
    path("", voice.incoming, name="incoming"),
    path("step/<int:step>/", voice.step, name="step"),
    path("wait/<int:step>/", voice.wait, name="wait"),
    path("left/<int:step>/", voice_joining.left, name="left"),
    path("join/", voice_joining.join, name="join"),
    path("dialled/<int:step>/", voice_joining.dialled, name="dialled"),
    path("whisper/<int:contact>/", voice_joining.whisper, name="whisper"),
    path("taken/<int:contact>/", voice_joining.taken, name="taken"),
    path("out/<int:contact>/", voice_joining.out, name="out"),
    path("out/<int:contact>/dial/", voice_joining.dial_out, name="dial_out"),
    path("greet/<int:contact>/", voice_joining.greet, name="greet"),
    path("recording/", voice_told.recording, name="recording"),
    path("status/", voice_told.status, name="status"),
    path("told/<int:contact>/", voice_told.told, name="told"),
]
