"""A challenge's brief: written, approved by its owner, published."""
