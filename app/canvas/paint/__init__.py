"""Painters of cards, wires and the paper. They draw view-models with a theme and know nothing else."""
