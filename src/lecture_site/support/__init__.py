"""What every stage leans on: kept results, HTML trees, signals, CPUs."""
