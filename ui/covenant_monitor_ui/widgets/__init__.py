"""Small widgets of the window's own: plain values in, signals out, colours from the theme."""
