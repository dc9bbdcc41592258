"""What may be typed next: one module for each sort of place."""
