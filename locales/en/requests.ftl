# What programs are told about keys, tags and pages of lists
problem-still-running = The same request is still on its way. Ask again with the same key in a few seconds; it is done once.
problem-outcome-unknown = The same request was begun and never answered: it may have been done. Look at what stands there now, and use another Idempotency-Key if it is still to be done.
problem-bad-cursor = There is no such place in this list. Begin with its first page, and follow its links.
