"""What we ask permission for, and why: said where somebody installs, and in the manifest."""

from collections.abc import Mapping

REQUIRED: Mapping[str, str] = {
    "commands": "to answer its commands and shortcuts",
    "chat:write": "to post the reminders and thanks of a channel that it was invited to, and to "
    "answer you privately",
    "im:write": "to send you a reminder or thanks in your own chat with it",
    "users:read": "to know names and time zones, who is a guest, and who runs the workspace",
}
OPTIONAL: Mapping[str, str] = {
    "usergroups:read": "to thank or call the people of a group that somebody mentions",
    "im:history": "to answer words in its own chat; it reads no other",
    "app_mentions:read": "to answer when somebody mentions it",
}
# Slack wants the optional ones in both lists; whoever installs the app may leave them out.
SCOPES = (*REQUIRED, *OPTIONAL)
