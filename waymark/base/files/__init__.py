"""The evidence store: files of unknown origin, kept by content, shown only as what they are not.

Callers import from the parts:

- `storage`: `store`, `keep`, `open_blob`, `about`, `erase`; `sweeping`: `sweep`
- `inspection`: `inspect`
- `previews`: `preview_png`, `preview_table`, `preview_text`, `page_count`
- `serving`: `serve_download`, `serve_preview`
- `names`: `safe_name`, `content_disposition`
- `errors`: `FileRefused`, `Kind`; `messages`: `explain`
- `handlers`: `LimitedUploadHandler`, `refused_upload`

Nothing is imported here, because the sandbox's child imports `inspectors` and must stay clear of
Django.
"""
