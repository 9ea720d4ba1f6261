"""Modules that tools may import from by these names."""
