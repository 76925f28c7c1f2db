"""What is made from the code for others to read: docs and manifests; and the icons."""
