"""Query parameters: what each may hold, and the 400 that says so."""

from api.parameters.catalogue import CATALOGUE, KINDS, RADIUS_NEARBY, parameters
from api.parameters.parsing import Asked, Parameter, read_query

__all__ = ["CATALOGUE", "KINDS", "RADIUS_NEARBY", "Asked", "Parameter", "parameters", "read_query"]
