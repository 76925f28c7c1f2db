"""Ask or disagree: a question of a lesson goes to the workspace's mentor, who answers there."""
