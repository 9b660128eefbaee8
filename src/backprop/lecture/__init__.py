"""What the lecture printed, its faults, and its 2-2-2 network; for the pages that show them."""
