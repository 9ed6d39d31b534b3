"""`django.test`: Client runs a view as a request would; TestCase does not exist here."""

from django.test.client import AsyncClient, AsyncRequestFactory, Client, RequestFactory


class _NoTestCase:
    def __init_subclass__(cls, **kwargs):
        raise NotImplementedError("a scenario has no test cases: write task_* functions and invariant_* checks")


TestCase = _NoTestCase
TransactionTestCase = _NoTestCase
SimpleTestCase = _NoTestCase
