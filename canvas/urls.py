"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

from canvas.views import (
    blends,
    boards,
    bundles,
    copies,
    finding,
    generations,
    health,
    home,
    listing,
    members,
    origins,
    panels,
    people,
    projects,
    search,
    selecting,
    sharing,
    sheets,
    snapshot,
    trash,
    uploads,
    versions,
)

board_urlpatterns: list[URLPattern | URLResolver] = [
    path("", boards.board, name="board"),
    path("title/", boards.board_title, name="board_title"),
    path("caption/", boards.board_caption, name="board_caption"),
    path("project/", boards.board_project, name="board_project"),
    path("thumbnail", boards.board_thumbnail, name="board_thumbnail"),
    path("snapshot", snapshot.snapshot, name="snapshot"),
    path("trash/", trash.board_trash, name="board_trash"),
    path("trash/restore/", trash.restore_from_board, name="restore_from_board"),
    path("versions/", versions.version_panel, name="version_panel"),
    path("versions/save/", versions.save, name="save_version"),
    path("versions/<uuid:version_id>/name/", versions.rename, name="rename_version"),
    path("versions/<uuid:version_id>/delete/", versions.delete, name="delete_version"),
    path("versions/<uuid:version_id>/restore/", versions.restore, name="restore_version"),
    path("versions/<uuid:version_id>/picture", versions.picture, name="version_picture"),
    path("duplicate/", versions.duplicate, name="duplicate_board"),
    path("export", bundles.export_board, name="export_board"),
    path("delete/", trash.delete, name="delete_board"),
    path("sheets/", sheets.sheet_index, name="sheets"),
    path("sheets/<str:name>.webp", sheets.sheet, name="sheet"),
    path("find/", finding.find, name="find"),
    path("other-boards/", finding.other_boards, name="other_boards"),
    path("rows/", listing.rows, name="list_rows"),
    path("uploads/", uploads.upload_picture, name="upload"),
    path("copies/", copies.copy_pictures, name="copy_pictures"),
    path("masks/", uploads.upload_mask, name="mask_upload"),
    path("select/", selecting.select_in_picture, name="select"),
    path("generations/", generations.generate, name="generate"),
    path("generations/<uuid:generation_id>/cancel/", generations.cancel, name="cancel_generation"),
    path("generations/<uuid:generation_id>/retry/", generations.retry, name="retry_generation"),
    path("nodes/<uuid:node_id>/blend/", blends.blend, name="blend"),
    path("nodes/<uuid:node_id>/blend/look/", blends.look_at_blend, name="blend_look"),
    path("panels/picture/<uuid:node_id>/", panels.picture_panel, name="picture_panel"),
    path("origins/", origins.origins, name="origins"),
    path("panels/share/", sharing.share_panel, name="share_panel"),
    path("links/", sharing.new_link, name="create_link"),
    path("links/<uuid:link_id>/revoke/", sharing.close_link, name="revoke_link"),
]

workspace_urlpatterns: list[URLPattern | URLResolver] = [
    path("name/", members.workspace_name, name="workspace_name"),
    path("news/", home.news, name="home_news"),
    path("search/", search.find, name="search"),
    path("members/", members.members, name="members"),
    path("members/<int:user_id>/role/", members.member_role, name="member_role"),
    path("members/<int:user_id>/remove/", members.member_removal, name="member_removal"),
    path("invitations/", members.new_invitation, name="new_invitation"),
    path(
        "invitations/<uuid:invitation_id>/revoke/",
        members.end_invitation,
        name="end_invitation",
    ),
    path("projects/", projects.new_project, name="new_project"),
]

project_urlpatterns: list[URLPattern | URLResolver] = [
    path("", projects.project_settings, name="project_settings"),
    path("archive/", projects.project_archive, name="project_archive"),
    path("order/", projects.project_order, name="project_order"),
    path("people/", projects.project_people, name="project_people"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.boards, name="boards"),
    path("boards/", home.new_board, name="new_board"),
    path("boards/sample/", home.new_sample, name="new_sample"),
    path("boards/import/", bundles.import_board, name="import_board"),
    path("trash/", trash.trash, name="trash"),
    path("trash/<uuid:board_id>/restore/", trash.restore, name="restore_board"),
    path("trash/<uuid:board_id>/delete/", trash.destroy, name="destroy_board"),
    path("boards/<uuid:board_id>/", include(board_urlpatterns)),
    path("workspaces/", members.new_workspace, name="new_workspace"),
    path("workspaces/<uuid:workspace_id>/", include(workspace_urlpatterns)),
    path("projects/<uuid:project_id>/", include(project_urlpatterns)),
    path("join/", members.join, name="join"),
    path("join/<str:token>/", members.invitation, name="invitation"),
    path("s/<str:token>/", sharing.shared_board, name="shared_board"),
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
