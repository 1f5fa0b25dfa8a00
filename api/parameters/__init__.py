"""Query parameters: what each may hold, and the 400 that says so."""

from api.parameters.catalogue import CATALOGUE, parameters
from api.parameters.parsing import Asked, Parameter, read_query

__all__ = ["CATALOGUE", "Asked", "Parameter", "parameters", "read_query"]
