"""Compares the tests of two trees: which are gone, switched off or emptied, and which limits are lower."""
