"""What a request sent, as texts by name of input."""

from django.http import QueryDict


def texts_of(sent: QueryDict) -> dict[str, str]:
    """One text for each input; several values of one are joined with commas, the empty ones left out."""
    return {name: ", ".join(filter(None, values)) for name, values in sent.lists()}
