"""A campaign played day by day on a scratch database, by invented people, through the services that the screens call."""
