"""What opens over a page: the explanation of a number, and the few things that cannot be said inline."""
