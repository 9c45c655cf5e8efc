"""Application cards and the forms and messages around a decision."""
