"""The words of `/sweetspot`, for help: a test holds them to the handlers that there are."""

WORDS = ("monday", "preview", "pause", "resume", "me", "help")
NOUNS: dict[str, tuple[str, ...]] = {
    "edition": ("new", "use", "status", "add", "plan", "announce", "report", "close"),
    "call": ("open", "extend", "import", "board", "decide", "notify"),
    "review": ("assign", "next", "discuss"),
    "match": (
        *("solve", "explain", "compare", "use", "rule", "pin", "exclude", "free", "advise", "comments"),
        *("propose", "reserve", "publish", "rematch", "end", "fits"),
    ),
    "team": ("show", "add", "deputy", "away", "handover", "withdraw", "thank"),
    "workspace": ("status", "agree", "reframe", "repair", "close"),
    "loop": ("open", "prep", "capture", "close"),
    "checkin": ("ask", "answer", "record", "skip"),
    "ask": ("new", "offer", "advisor", "close"),
    "session": ("plan", "publish", "move", "cancel", "attendance", "summary"),
    "intro": ("solve", "preview", "publish"),
    "insight": ("propose", "release", "retract", "find"),
    "feedback": ("ask", "results", "reply", "changed"),
    "digest": ("preview", "edit", "post"),
}
