"""Programs that make ground truth from real repositories and score agentguard on it."""
