"""The three solvers and the text score: values in, values out; the same for the bot and for anyone's JSON file."""


def prepare() -> None:
    """Load the libraries, which takes seconds: nobody's command shall wait for that."""
    from datetime import date

    from bot.programme.solvers import matching, scoring

    one = scoring.Profile("1", title="A queue that people can see", text="How long do people wait?")
    scoring.score([one], [one], on=date(2027, 1, 4))
    matching.solve(matching.Problem(wanted={"1": 1}, capacity={"1": 1}))
