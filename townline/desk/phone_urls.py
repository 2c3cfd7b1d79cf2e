"""The addresses of the agent's telephone."""

from django.urls import path

from townline.desk import phone, phone_beside, recordings, voicemail

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
    path("console/phone/<int:contact>/record/", phone_beside.record, name="phone_record"),
    path("console/phone/<int:contact>/record/piece/", phone_beside.piece, name="phone_piece"),
    path(
        "console/phone/<int:contact>/interpreter/",
        phone_beside.interpreter,
        name="phone_interpreter",
    ),
    path("console/phone/<int:contact>/ask/", phone_beside.ask, name="phone_ask"),
    path("console/phone/<int:contact>/hand-over/", phone_beside.hand_over, name="phone_hand_over"),
    path(
        "console/phone/<int:contact>/go-on-alone/",
        phone_beside.ask_no_more,
        name="phone_ask_no_more",
    ),
    path("console/phone/<int:contact>/join/", phone_beside.join, name="phone_join"),
    path("recordings/", recordings.recorded, name="recordings"),
    path("recordings/<slug:name>/sound/", recordings.sound, name="recording_sound"),
    path("voicemail/", voicemail.voicemails, name="voicemail"),
    path("voicemail/<slug:name>/sound/", voicemail.sound, name="voicemail_sound"),
    path("voicemail/<slug:name>/done/", voicemail.done, name="voicemail_done"),
    path("voicemail/<slug:name>/again/", voicemail.ask_again, name="voicemail_again"),
    path("voicemail/<slug:name>/reopen/", voicemail.reopen, name="voicemail_reopen"),
]
