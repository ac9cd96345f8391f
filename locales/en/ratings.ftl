# Rating an answer, once.

rate-title = How was the answer?
rate-lead = Your case { $reference } was answered. How satisfied are you with how the city handled it?
rate-legend = How satisfied are you?
rate-stars-5 = ★★★★★ Very satisfied
rate-stars-4 = ★★★★☆ Satisfied
rate-stars-3 = ★★★☆☆ Neither satisfied nor dissatisfied
rate-stars-2 = ★★☆☆☆ Dissatisfied
rate-stars-1 = ★☆☆☆☆ Very dissatisfied
rate-how = You decide whether to answer, and can do it once, until { $until }. Nobody at the city sees how a case was rated, nor does the office that answered it. It counts only in the figures of a month, together with at least nine other people. When those are made, the stars are forgotten.
rate-button = Send the rating
rate-done = Thank you. Your rating was noted.
rate-before = You have rated already, thank you. Nothing was changed.
rate-given = You gave: { $stars }
rate-after = It counts in this month's figures, which appear when the month is over.
rate-gone-title = This link does not ask anything any more
rate-gone-text = An answer can be rated until the end of the month that follows it. Either that time is over, or this was never the whole link. With the reference number and the case password you can still see your case.
mail-answer-rate = How was it? You can say so once, until { $until }, with one to five stars; no office sees who rated what: { $address }
