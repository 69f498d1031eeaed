"""What the knowledge base adds to the pages of Wagtail's admin."""
