"""A key of its own for each request that schemathesis makes (scripts/measure api).

It takes the document's example again and again: all but the first would be answered as the first was, or refused,
by the key alone.
"""

import itertools

import schemathesis

EXAMPLE = "0b5f6c0e-7a1d-4f7e-9a44"
numbers = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    headers = case.headers or {}
    if headers.get("Idempotency-Key") == EXAMPLE:
        headers["Idempotency-Key"] = f"{EXAMPLE}-{next(numbers)}"
