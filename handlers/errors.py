"""What people read when a request cannot be done: where they are, in their words, with the way out."""

import logging
from collections.abc import Callable
from uuid import uuid4

from bot.messages import calls
from bot.messages import people as words
from bot.programme.calls import SecretError
from bot.programme.permissions import RefusedError
from bot.slack import SlackRefusedError, SlackUnclearError
from handlers.replies import Reply, Say
from handlers.requests import LookingError, NoEditionError, Request, StrangerError, WrongWordsError
from storage.db import RepeatedError

logger = logging.getLogger("sweetspot.handlers")


def guarded(handler: Callable[[Request], Reply], request: Request) -> Reply:
    try:
        return handler(request)
    except LookingError:
        raise
    except RepeatedError:
        return None
    except RefusedError:
        return Say(words.refused(request.reader))
    except StrangerError:
        return Say(words.stranger(request.reader))
    except NoEditionError:
        return Say(words.no_edition(request.reader))
    except SecretError as error:
        return Say(calls.secret(request.reader, error.until))
    except WrongWordsError as error:
        return Say(words.said(str(error)))
    except Exception as error:
        return Say(words.broken(request.reader, reference=_log(error)))


def log_unspoken(error: SlackRefusedError | SlackUnclearError) -> None:
    """The state is changed; only the answer could not be shown."""
    logger.warning("answer_not_shown", extra={"action": "answer_not_shown", "code": str(error)})


def _log(error: Exception) -> str:
    """Neither the request nor the error's text is logged: both may hold what people wrote."""
    reference = uuid4().hex[:8]
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    logger.error("handler failed %s: %s at %s", reference, type(error).__name__, where)
    return reference
