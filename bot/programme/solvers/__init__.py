"""The three solvers and the text score: values in, values out; the same for the bot and for anyone's JSON file."""
