"""Parses arguments, renders reports, chooses the exit code; decides nothing itself."""
