"""Tools for tests: the product under test, people, servers and databases."""
