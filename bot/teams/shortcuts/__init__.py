"""The action commands of a message extension: a form in a dialog, anywhere or on a message."""
