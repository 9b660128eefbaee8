"""What lets readers run a page's cells in their own browser."""
