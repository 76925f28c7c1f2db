"""The local playground: a page that looks and works like a chat, for people without a workspace."""
