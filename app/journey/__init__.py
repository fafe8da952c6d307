"""The pure model of a journey: graph, edits, checks of shape, conditions, files. No database, no network, no Qt."""
