"""What writers write: pages, their front matter, fences, placeholders, and the course they make."""
