"""How well agentguard reads what a shell command would stage."""
