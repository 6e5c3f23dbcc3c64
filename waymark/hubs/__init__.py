"""Hubs of local action: calls, and what makes an idea fit for one."""
