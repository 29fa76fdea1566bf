"""Every value that the layers share; frozen, without behaviour beyond what follows from their own fields."""
