"""The addresses of the agent's telephone."""

from django.urls import path

from townline.desk import phone

urlpatterns = [
    path("console/phone/", phone.window, name="phone"),
    path("console/phone/in-hand.json", phone.in_hand, name="phone_in_hand"),
    path("console/phone/status/", phone.say_status, name="phone_status"),
    path("console/phone/<int:contact>/state.json", phone.state, name="phone_state"),
    path("console/phone/<int:contact>/answer/", phone.answer, name="phone_answer"),
    path("console/phone/<int:contact>/hang-up/", phone.hang_up, name="phone_hang_up"),
    path("console/phone/<int:contact>/write/", phone.write, name="phone_write"),
    path("console/phone/<int:contact>/hold/", phone.hold, name="phone_hold"),
    path("console/phone/<int:contact>/pass-on/", phone.pass_on, name="phone_pass_on"),
    path("console/phone/<int:contact>/wrap-up/", phone.wrap_up, name="phone_wrap_up"),
]
