"""Renders reports: one module a format, one function `Report -> str` each."""
