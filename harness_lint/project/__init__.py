"""What needs several sources: facts, their index, the file tree."""
