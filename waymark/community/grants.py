"""Makes this room's permits known, and how a person comes to hold roles on its things."""

from waymark.community import grants_associations as grants_associations
from waymark.community import grants_cooperation as grants_cooperation
from waymark.community import grants_matching as grants_matching
from waymark.community import grants_needs as grants_needs
from waymark.community import grants_policy as grants_policy
from waymark.community import grants_providers as grants_providers
from waymark.community import grants_spaces as grants_spaces
