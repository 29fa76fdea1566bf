"""What does a change write and read?"""
