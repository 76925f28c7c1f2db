"""What goes up and across: rules that are bent, what-ifs, and figures that stand for nobody."""
