"""The pages of the window, a folder each; `page` in it is the page itself. What several share stands beside them."""
