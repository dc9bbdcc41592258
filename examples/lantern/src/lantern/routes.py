"""The routes of the service: none answers yet."""


def answer(method, path):
    """Return what the service says to a request."""
    return []
