"""Floor 1."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule


class RoomConfig(AppConfig):
    """A room whose grants, receivers and jobs are made known when Django starts."""

    def ready(self) -> None:
        """Import what registers itself; a room without such a file has nothing to say."""
        for part in ("grants", "receivers", "notices", "jobs", "face"):
            if self.module and module_has_submodule(self.module, part):
                import_module(f"{self.name}.{part}")


class BaseConfig(RoomConfig):
    """The plumbing's own app."""

    name = "waymark.base"
    label = "base"
