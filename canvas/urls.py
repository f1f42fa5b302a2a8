"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

from canvas.views import health, panels, people, uploads

board_urlpatterns: list[URLPattern | URLResolver] = [
    path("uploads/", uploads.upload_picture, name="upload"),
    path("masks/", uploads.upload_mask, name="mask_upload"),
    path("panels/picture/<uuid:node_id>/", panels.picture_panel, name="picture_panel"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("boards/<uuid:board_id>/", include(board_urlpatterns)),
    path("welcome/<str:token>/", people.welcome, name="welcome"),
    path("sign-in/", people.sign_in, name="sign_in"),
    path("sign-out/", people.sign_out, name="sign_out"),
    path("account/", people.account, name="account"),
    path("account/password/", people.password, name="password"),
    path("healthz", health.health, name="health"),
    path("", include("assets.urls")),
]

handler400 = "canvas.views.failures.bad_request"
handler403 = "canvas.views.failures.forbidden"
handler404 = "canvas.views.failures.not_found"
handler500 = "canvas.views.failures.server_error"
