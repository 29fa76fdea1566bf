"""How well are the files of a commit told that do not belong?"""
