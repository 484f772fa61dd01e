"""The Web API methods that exist here, by family. Importing the package registers them all."""

from bot.sandbox.methods import chat, conversations, marks, people, views

__all__ = ["chat", "conversations", "marks", "people", "views"]
