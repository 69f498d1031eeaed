from jobs.models.job import Job, JobQuerySet
from jobs.models.mail import OutgoingMail

__all__ = ["Job", "JobQuerySet", "OutgoingMail"]
