"""In what do two pieces of work meet?"""
