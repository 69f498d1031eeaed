"""How well are texts routed? See `__main__`."""
