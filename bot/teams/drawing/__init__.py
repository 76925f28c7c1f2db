"""Cards and forms as Adaptive Cards; every limit of Teams is kept here and nowhere else."""
