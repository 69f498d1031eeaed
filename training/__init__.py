"""What is taught: courses, enrolment and completion."""
