"""Which names in a document does the code no longer have?"""
