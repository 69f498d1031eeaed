"""What the README's figures come from. Each benchmark starts and deletes its own installation."""
