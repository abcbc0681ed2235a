"""Plain values in; Markdown, and later PDF and Word, out."""
