"""Building blocks for every feature: text, forms, modals, buttons and status words."""
