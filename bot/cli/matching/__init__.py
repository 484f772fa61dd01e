"""`sweetspot match`: who goes to whom, from a JSON file; the same solver as the bot's.

`shape` is the input, `problems` what is asked of the solver, `words` what is said of a pair, `patches` what would make
an impossible input possible.
"""

from typing import Any

import typer

from bot.cli.matching import shape
from bot.cli.solving import Code, File, TimeLimit, finish, nothing_in_time, read

app = typer.Typer(help="Challenges and their solution providers, from a JSON file.", no_args_is_help=True)


@app.command()
def solve(file: File, time_limit: TimeLimit = None) -> None:
    """The best plan that breaks no rule, proven; or why there is none.

    sweetspot match solve problem.json
    """
    from bot.cli.matching import problems, words
    from bot.programme.solvers import matching

    text, deadline = read(file), matching.Deadline(time_limit)
    asked = problems.asked(shape.understood(text))
    try:
        found = matching.solve(asked.problem, time_limit=deadline.left())
    except matching.NothingFoundError:
        nothing_in_time()
    if isinstance(found, matching.Infeasible):
        from bot.cli.matching import patches

        finish(patches.infeasible(text, asked, found, deadline), Code.INFEASIBLE)
    finish(words.plan(asked, found))


@app.command()
def score(file: File) -> None:
    """The computed scores of every possible pair, with reasons; solves nothing.

    sweetspot match score problem.json
    """
    from bot.cli.matching import problems

    asked = problems.asked(shape.understood(read(file)), compute=True)
    scores: dict[str, dict[str, Any]] = {challenge: {} for challenge in asked.problem.wanted}
    reasons: dict[str, dict[str, Any]] = {challenge: {} for challenge in asked.problem.wanted}
    for (challenge, provider), scored in asked.computed.items():
        if (challenge, provider) not in asked.problem.impossible:
            scores[challenge][provider] = scored.score
            reasons[challenge][provider] = scored.reasons
    impossible = [[*pair, why] for pair, why in asked.problem.impossible.items()]
    finish({"scores": scores, "reasons": reasons, "impossible": impossible, "overlap_on": asked.on.isoformat()})
