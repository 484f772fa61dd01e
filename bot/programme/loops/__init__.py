"""Iteration loops: intention, try, check-in, peer call, learning card, each a file; `due` says when what is told."""
