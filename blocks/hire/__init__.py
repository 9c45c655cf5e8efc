"""Offers and jobs: forms, cards and their words."""
