"""What pages may not say: wrong arithmetic, numbers that no run has computed."""
