"""The product and the demo workspace side by side, and a story played there. Only this package knows both."""
