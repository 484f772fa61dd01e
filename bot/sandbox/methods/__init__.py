"""The Web API methods that exist here, by family. Importing the package registers them all."""

from bot.sandbox.methods import canvases, chat, conversations, files, marks, people, views

__all__ = ["canvases", "chat", "conversations", "files", "marks", "people", "views"]
