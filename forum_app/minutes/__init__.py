"""Minutes: written per agenda item, published in numbered versions."""
