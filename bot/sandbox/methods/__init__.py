"""The Web API methods that exist here, by family. Importing the package registers them all."""

from bot.sandbox.methods import chat, conversations, files, marks, people, views

__all__ = ["chat", "conversations", "files", "marks", "people", "views"]
