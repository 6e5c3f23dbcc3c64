"""Addresses of courses."""

from __future__ import annotations

from django.urls import path

from waymark.learning.views import authoring, courses

ONE = "courses/<str:pk>/"
INSIDE = f"{ONE}inside/"
urlpatterns = [
    path("courses/", courses.courses, name="courses"),
    path("courses/own/", courses.own, name="courses_own"),
    path("courses/desk/", authoring.desk, name="courses_desk"),
    path("courses/begin/", authoring.begin, name="course_begin"),
    path(ONE, courses.course, name="course"),
    path(f"{ONE}course.zip", courses.file, name="course_file"),
    path(f"{ONE}enrol/", courses.enrol, name="course_enrol"),
    path(f"{ONE}leave/", courses.leave, name="course_leave"),
    path(f"{ONE}lessons/<str:key>/", courses.lesson, name="course_lesson"),
    path(INSIDE, authoring.inside, name="course_inside"),
    path(f"{INSIDE}edit/", authoring.edit, name="course_edit"),
    path(f"{INSIDE}send/", authoring.send, name="course_send"),
    path(f"{INSIDE}check/", authoring.check, name="course_check"),
    path(f"{INSIDE}close/", authoring.close, name="course_close"),
    path(f"{INSIDE}lessons/add/", authoring.lesson, name="course_lesson_add"),
    path(f"{INSIDE}lessons/<str:key>/", authoring.lesson, name="course_lesson_edit"),
    path(f"{INSIDE}lessons/<str:key>/drop/", authoring.drop, name="course_lesson_drop"),
]
