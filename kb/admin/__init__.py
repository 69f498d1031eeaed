"""What the knowledge base adds to Wagtail's own admin, and what it closes there."""
