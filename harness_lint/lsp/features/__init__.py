"""What an editor may ask about a text: one module for each question, pure functions of a view."""
