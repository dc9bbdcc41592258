"""Source and Markdown: HL0."""
