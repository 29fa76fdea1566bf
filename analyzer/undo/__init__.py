"""Which landed edits does a change take back?"""
