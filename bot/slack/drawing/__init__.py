"""Cards and forms as Block Kit; every limit of Slack is kept here and nowhere else."""
