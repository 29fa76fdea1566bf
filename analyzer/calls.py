"""Does a call fit a signature?"""
