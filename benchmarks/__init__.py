"""Programs that time agentguard against git itself and its peers."""
