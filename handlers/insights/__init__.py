"""What goes up and across: what agents pass on, the rules they had to bend, their what-ifs."""
