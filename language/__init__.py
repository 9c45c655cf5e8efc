"""Writes dates, numbers, lists, plurals and names in one language. Knows nothing of the product.

Sentences are written where their features are. To add a second language, begin at `LOCALE`.
"""

LOCALE = "en_GB"
