"""Acts: journals, worktrees, other people's settings files; judges nothing, it asks the analyzer."""
