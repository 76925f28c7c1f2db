"""Workspaces that install the bot by themselves: by a click, with tokens of their own."""
