"""Who acts for an association and for its members: those who sit there, and work for the city."""

from waymark.base import permits
from waymark.community.rules.associations import TABLE

permits.register("community", TABLE)
