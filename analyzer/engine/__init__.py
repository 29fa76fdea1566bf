"""The use cases, one module each: all that the shells call. Each imports only what it needs."""
