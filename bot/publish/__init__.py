"""What is made from the code for others to read: docs, manifests, icons."""
