"""How well are two pieces of parallel work told apart that are safe together from two that are not?"""
