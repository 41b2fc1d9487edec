"""Addresses: committees, meetings, filings."""

from django.urls import path

from review.views import committee, defence, rubrics, seats

app_name = "committee"
urlpatterns = [
    path("", committee.meetings, name="meetings"),
    path("new/", committee.form_committee, name="form"),
    path("<int:pk>/plan/", committee.plan, name="plan"),
    path("<int:pk>/pass-rate/", committee.pass_rate, name="pass_rate"),
    path("<int:pk>/members/", seats.members, name="members"),
    path("<int:pk>/members/<int:member>/account/", seats.seat, name="seat"),
    path("<int:pk>/members/<int:member>/account/end/", seats.unseat, name="unseat"),
    path("<int:pk>/rubrics/", rubrics.rubrics, name="rubrics"),
    path("<int:pk>/rubrics/<str:tier>/", rubrics.rubric, name="rubric"),
    path("<int:pk>/rubrics/<str:tier>/share/", rubrics.share_so_far, name="rubric_share"),
    path("meetings/<int:pk>/", committee.meeting, name="meeting"),
    path("meetings/<int:pk>/move/", committee.move, name="move"),
    path("meetings/<int:pk>/take-in/", committee.take_in, name="take_in"),
    path("meetings/<int:pk>/attendance/", committee.attendance, name="attendance"),
    path("meetings/<int:pk>/open/", committee.open_meeting, name="open"),
    path("meetings/<int:pk>/close/", committee.close_meeting, name="close"),
    path("meetings/<int:pk>/print/", committee.print_paper, name="print"),
    path("meetings/<int:pk>/defence/", defence.defence, name="defence"),
    path("tallies/<int:pk>/", committee.tally, name="tally"),
    path("countersign/", committee.to_countersign, name="countersign"),
    path("countersign/together/", committee.countersign_all, name="sign_all"),
    path("countersign/<int:pk>/", committee.countersign, name="sign"),
    path("filings/", committee.filings, name="filings"),
    path("filings/<int:pk>/", committee.filing, name="filing"),
    path("filings/<int:pk>/print/", committee.print_filing, name="print_filing"),
]
