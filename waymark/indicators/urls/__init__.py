"""Addresses of this room, below a workspace."""

from django.urls import path

from waymark.indicators.views import (
    detail,
    edit,
    imports,
    lists,
    local,
    metadata,
    publishing,
    quality,
)

app_name = "indicators"
ONE = "<slug:framework>/<str:code>/"
urlpatterns = [
    path("", lists.listing, name="list"),
    path("choose/", lists.choose, name="choose"),
    path("export.csv", lists.export, {"kind": "csv"}, name="export_csv"),
    path("export.xlsx", lists.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("template.csv", lists.template, {"kind": "csv"}, name="template_csv"),
    path("template.xlsx", lists.template, {"kind": "xlsx"}, name="template_xlsx"),
    path("matrix/", quality.matrix, name="matrix"),
    path("checks/", quality.checks, name="checks"),
    path("checks/<str:mark>/accept/", quality.accept, name="accept"),
    path("checks/<str:pk>/withdraw/", quality.withdraw, name="withdraw"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<str:pk>/", imports.preview, name="import"),
    path("imports/<str:pk>/read/", imports.read_again, name="read_again"),
    path("imports/<str:pk>/commit/", imports.commit, name="commit"),
    path("imports/<str:pk>/discard/", imports.discard, name="discard"),
    path("imports/<str:pk>/undo/", imports.undo, name="undo"),
    path("imports/<str:pk>/file/", imports.file, name="file"),
    path("values/<int:pk>/", edit.edit, name="edit"),
    path("values/<int:pk>/remove/", edit.remove, name="remove"),
    path("publish/", publishing.publish, name="publish"),
    path("publish/preview/", publishing.preview, name="publish_preview"),
    path("publish/preview.csv", publishing.preview_table, name="publish_preview_csv"),
    path("publish/withdraw/", publishing.withdraw, name="publish_withdraw"),
    path("publish/terms/", publishing.terms, name="publish_terms"),
    path("local/new/", local.new, name="local_new"),
    path("local/<str:code>/edit/", local.edit, name="local_edit"),
    path("local/<str:code>/retire/", local.retire, name="local_retire"),
    path("metadata/", metadata.overview, name="metadata_list"),
    path("metadata.<slug:kind>", metadata.all_files, name="metadata_all"),
    path(ONE, detail.detail, name="detail"),
    path(f"{ONE}add/", edit.add, name="add"),
    path(f"{ONE}target/", edit.target, name="target"),
    path(f"{ONE}describe/", edit.describe, name="describe"),
    path(f"{ONE}history/", detail.history, name="history"),
    path(f"{ONE}values.csv", detail.values_csv, name="values_csv"),
    path(f"{ONE}metadata/", metadata.read, name="metadata"),
    path(f"{ONE}metadata/edit/", metadata.edit, name="metadata_edit"),
    path(f"{ONE}metadata/fill/", metadata.fill, name="metadata_fill"),
    path(f"{ONE}metadata/history/", metadata.history, name="metadata_history"),
    path(f"{ONE}metadata.<slug:kind>", metadata.one_file, name="metadata_file"),
]
