"""Two rounds or more beside one another, and why a share changed."""
