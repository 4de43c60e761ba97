"""Whether assessors rate alike."""
