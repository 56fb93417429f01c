"""Pages of the room: reading (tree, organisation, unit) and the forms that change something."""
