# How much a text looks like spam, for moderators.

spam-score = Spam score { $score } of 100
spam-reason-links = It links elsewhere
spam-reason-repeated = Other accounts or guests said the same in the last seven days
spam-reason-repeated-links = They did so with links
spam-reason-own-repeated = Its author said the same more than once in the last seven days
spam-reason-capitals = It is mostly in capitals
spam-reason-mixed-scripts = A word is put together from letters of several scripts
spam-reason-new-account = The account is less than a day old
spam-reason-trap = A field was filled that no person sees
spam-reason-fast = The form came back within three seconds
spam-reason-untimed = The form did not say when it was made, or was made more than two hours ago
spam-reason-no-proof = The browser sent no proof of work, as happens without JavaScript
spam-reason-learned = What was decided here about texts with such words
spam-reason-watched = A watched word stands in it: { $word }
defence-trap = Please leave this empty
spam-automatic-flag = This flag may be automatic, and makes nothing more urgent: { $reasons }
spam-automatic-case = This may be automatic; nothing else follows from that: { $reasons }
