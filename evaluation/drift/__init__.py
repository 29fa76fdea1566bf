"""How often do documents name what is gone, and branches leave from the wrong place?"""
