"""Reading Markdown into a tree with exact byte spans."""
