"""Answers agents' hosts: reads what a host tells of a call, asks the analyzer, says the answer in the host's way."""
