"""The OECD alignment of the covenant itself."""
