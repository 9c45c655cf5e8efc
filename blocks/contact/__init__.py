"""One contact or several: the contact modal, editing, history, tags, bulk forms."""
