"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from waymark.site import heap

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.site.settings")
with heap.loading(heap.SERVING):
    application = get_wsgi_application()
