"""The Telegram door: updates become stored inputs before Telegram hears that we have them, rows become messages once.

Not built on `telegram.ext.Application`: that puts updates in memory and confirms them with its next poll, before
anybody has stored them, so that a kill loses them. From python-telegram-bot we take the client and its types.
"""

import os

# The type of `RetryAfter.retry_after` that the library is moving to; without this each 429 would be a warning
os.environ.setdefault("PTB_TIMEDELTA", "true")
