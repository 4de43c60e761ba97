"""The speed figures: what the program does, as a ratio to the least that it could take, measured in the same run."""
