"""Entities, their lifecycles, and the refusals that name them."""
