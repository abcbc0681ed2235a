"""Home, the pages that gather several slices, and the coordinator's desk."""
