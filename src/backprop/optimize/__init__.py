"""Methods that walk downhill, what they are set to minimize, and the runs of each on each."""
