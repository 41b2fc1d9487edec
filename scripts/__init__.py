"""Commands that set up, run and check the portal; `make` calls them."""
