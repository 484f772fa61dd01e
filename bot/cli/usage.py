"""What every command of the operator may raise."""


class UsageError(Exception):
    """What was typed, or the file that was given, is wrong: the text names it, and the way out."""
