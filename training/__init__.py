"""Courses, enrolment and completion. The app stands in its place in the layers; its first models come with courses."""
