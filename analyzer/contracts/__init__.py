"""What breaks where two pieces of work are merged, though neither broke it alone?"""
