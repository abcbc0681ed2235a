"""Questions on record, the authority's responses, and what participants said."""
