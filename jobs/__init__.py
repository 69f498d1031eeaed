"""The durable queue: rows in the database are the truth, django-rq's workers carry them out."""
