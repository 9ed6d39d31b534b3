"""What a worker does with a message, in a process that is made for it."""

import time

import _work_ends
from _host import call
from celery._messages import dumps, loads
from celery.exceptions import Ignore, NotRegistered, Reject, Retry


def work(message):
    """Takes a message: runs its task, again where that asks for it, and tells the result."""
    from celery.app import find_task
    from celery.result import failure_of

    message = loads(message)
    if message["countdown"] > 0:
        time.sleep(message["countdown"])
    task = find_task(message["task"])
    try:
        result = run(task, message["id"], message["args"], message["kwargs"], message["retries"], time.sleep)
        told = dumps({"result": result})
    except Exception as error:
        if message["stored"]:
            call("tell-result", dumps(failure_of(error)))
        raise
    if message["stored"]:
        call("tell-result", told)
    return result


def run(task, id, args, kwargs, retries, pause):
    """Runs a task until it no longer asks to be tried again. `pause` waits in between."""
    from celery.app.task import Context

    while True:
        context = Context(id=id, args=args, kwargs=kwargs, retries=retries, is_eager=pause is None)
        context.called_directly = False
        task.request_stack.append(context)
        try:
            result = task.run(*args, **kwargs)
            task.on_success(result, id, args, kwargs)
            return result
        except Retry as error:
            task.on_retry(error.exc, id, args, kwargs, None)
            args, kwargs, retries = error.sig
            again = error.when
        except (Ignore, Reject):
            return None
        except Exception as error:
            task.on_failure(error, id, args, kwargs, None)
            raise
        finally:
            task.request_stack.pop()
            if pause is not None:
                _work_ends.end()
        if pause is not None and again > 0:
            pause(again)
