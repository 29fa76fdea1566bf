"""Changes a definition of a real tree together with all that uses it there, as a careful developer would."""
