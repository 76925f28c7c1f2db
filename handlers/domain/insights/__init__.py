"""What goes up and across: rules that are bent, what-ifs, weeks; figures are of nobody."""
