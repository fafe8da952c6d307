"""What everything stands on: errors, time, text, paths, secrets. Knows nothing of shops or journeys."""
