"""The command line of this room: `waymark import`, `export`, `lists` and `structures`."""
