"""The emoji names that people and apps use most; any other stays as it was written."""

EMOJI = {
    "+1": "👍", "-1": "👎", "alarm_clock": "⏰", "arrow_right": "➡️", "ballot_box_with_check": "☑️",
    "bar_chart": "📊", "bell": "🔔", "books": "📚", "bulb": "💡", "busts_in_silhouette": "👥",
    "calendar": "📆", "chart_with_upwards_trend": "📈", "clap": "👏", "clipboard": "📋", "clock3": "🕒",
    "compass": "🧭", "construction": "🚧", "email": "📧", "envelope": "✉️", "eyes": "👀",
    "file_folder": "📁", "flag-no": "🇳🇴", "globe_with_meridians": "🌐", "grinning": "😀",
    "handshake": "🤝", "heart": "❤️", "heavy_check_mark": "✔️", "hourglass": "⌛", "house": "🏠",
    "information_source": "ℹ️", "key": "🔑", "leaves": "🍃", "link": "🔗", "lock": "🔒", "mag": "🔍",
    "mailbox": "📫", "memo": "📝", "no_entry": "⛔", "office": "🏢", "ok_hand": "👌", "paperclip": "📎",
    "pencil": "📝", "point_right": "👉", "pray": "🙏", "pushpin": "📌", "question": "❓",
    "raised_hands": "🙌", "seedling": "🌱", "slightly_smiling_face": "🙂", "smile": "😄",
    "sparkles": "✨", "speech_balloon": "💬", "star": "⭐", "tada": "🎉", "telephone_receiver": "📞",
    "thinking_face": "🤔", "thumbsup": "👍", "wave": "👋", "white_check_mark": "✅", "warning": "⚠️",
    "x": "❌",
}  # fmt: skip
REACTIONS = ("+1", "bulb", "pray", "eyes", "white_check_mark", "question")
"""What the page offers under a message."""


def emoji(name: str) -> str:
    """The character, or the name between colons."""
    return EMOJI.get(name, f":{name}:")
