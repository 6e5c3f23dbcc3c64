"""Fees: what certification costs, for everybody; a city's own; and the desk's."""

from django.urls import path

from waymark.assessments.views import fee_desk, fees

DESK = "fees/"
INVOICE = "invoices/<str:invoice>/"

urlpatterns = [
    path("costs/", fees.costs, name="costs"),
    path("workspaces/<slug:place>/fees/", fees.city, name="city_fees"),
    path("workspaces/<slug:place>/fees/<str:of>/", fees.ask_waiver, name="fee_ask_waiver"),
    path(INVOICE, fees.invoice, name="invoice"),
    path(f"{INVOICE}invoice.pdf", fees.invoice_file, name="invoice_pdf"),
    path(f"{INVOICE}<slug:kind>.pdf", fees.event_file, name="invoice_event_pdf"),
    path(f"{INVOICE}paid/", fee_desk.paid, name="invoice_paid"),
    path(f"{INVOICE}take-back/", fee_desk.take_back, name="invoice_take_back"),
    path(f"{INVOICE}cancel/", fee_desk.cancel, name="invoice_cancel"),
    path(DESK, fee_desk.desk, name="fee_desk"),
    path(f"{DESK}invoices.csv", fee_desk.table, name="fee_table"),
    path(f"{DESK}schedules/<slug:mechanism>/", fee_desk.schedule, name="fee_schedule"),
    path(f"{DESK}cases/<str:case>/", fee_desk.case, name="fee_case"),
]
