"""Floor 1."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule


class RoomConfig(AppConfig):
    """A room whose grants, menus, receivers, notices and kinds are made known at the start.

    Its jobs wait until a worker asks for them (`jobs.schedule.load`): they lead to nearly all code.
    """

    default = False

    def __init_subclass__(cls) -> None:
        """Let Django choose the room's own class, though this one is in its module as well."""
        cls.default = True

    def ready(self) -> None:
        """Import what registers itself; a room without such a file has nothing to say."""
        for part in ("grants", "receivers", "notices", "face", "findable"):
            if self.module and module_has_submodule(self.module, part):
                import_module(f"{self.name}.{part}")


class BaseConfig(RoomConfig):
    """The plumbing's own app."""

    name = "waymark.base"
    label = "base"

    def ready(self) -> None:
        """Import the plumbing's own recurring tasks as well."""
        super().ready()
        import_module("waymark.base.jobs.housekeeping")
