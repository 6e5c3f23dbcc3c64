"""Addresses of awards; those of certificates, issuers and lists stand in signed documents."""

from django.urls import path

from waymark.awards import views

urlpatterns = [
    path("registry/", views.registry, name="registry"),
    path("verify/", views.verify, name="verify"),
    path("trust.json", views.trust, name="trust"),
    path("certificates/<str:number>", views.certificate, name="certificate"),
    path("certificates/<str:number>/credential.json", views.credential, name="credential"),
    path("certificates/<str:number>/certificate.pdf", views.pdf, name="certificate_pdf"),
    path("issuers/<slug:slug>/did.json", views.did, name="issuer_did"),
    path("issuers/<slug:slug>/status/<int:number>", views.status, name="issuer_status"),
]
