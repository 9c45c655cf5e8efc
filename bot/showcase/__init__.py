"""The product beside the demo workspace, and the tour's story. Only this package imports both."""
