"""Opens what a change is held against: other pieces of work, and what landed beside it."""
