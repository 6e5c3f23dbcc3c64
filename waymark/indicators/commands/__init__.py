"""The command line of this room: `waymark import`, `waymark lists`, `waymark structures`."""
