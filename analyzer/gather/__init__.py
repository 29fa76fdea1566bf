"""Turns the state of a repository into the facts that rules ask for, each read once."""
