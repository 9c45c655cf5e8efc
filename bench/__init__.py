"""Measurements in pairs: the product beside the bare thing, interleaved on the same machine."""
