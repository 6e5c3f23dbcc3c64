"""The site's own app: it only checks at start that the database is set as intended."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Floor 9."""

    name = "waymark.site"
    label = "site"
    verbose_name = "Waymark"
