"""The language server: findings while people write, and what else an editor may ask."""
