# Opinion polls.

polls-title = Opinion polls
polls-lead = The city asks. Your account shows that you vote once; what you choose is kept nowhere beside it.
polls-none = No polls yet
polls-none-text = When the city asks something, it stands here.
poll-new = Make a poll
poll-new-lead = Fill in one language or both. In both, the options must stand in the same order. After it is made, a poll's texts and days stay as they are.
poll-on-topic = This poll will stand on a topic:
poll-to-topic = To the topic
poll-in-zh = In Chinese
poll-in-en = In English
poll-title = Title
poll-question = Question
poll-options = Options
poll-options-hint = One a line, 2 to 20.
poll-option = Option
poll-votes = Votes
poll-days = When people can vote
poll-opens = First day
poll-closes = Last day
poll-closes-hint = Voting ends at midnight. Results are shown after that.
poll-make = Make the poll
poll-open = Open
poll-upcoming = Opens later
poll-closed = Closed
poll-until = until { $date }
poll-from = from { $date }
poll-ended = since the end of { $date }
poll-your-choice = Your choice
poll-vote = Vote
poll-voted = You have voted. What you chose is not kept with your account, so it cannot be shown or changed.
poll-account = Voting needs an account, so that everybody votes once.
poll-choose = Please choose one of the options.
poll-second = You have voted in this poll before. Your first vote stands, and nothing was changed.
poll-not-open = Nobody can vote in this poll now. Nothing was changed.
poll-results = Results
poll-results-later = Results are shown when the poll has closed, if at least 10 people have voted. Until then nobody sees figures, the city included.
poll-too-few = Fewer than 10 people voted, so no results are shown.
poll-unanimous = Everybody who voted chose “{ $option }”.
poll-counted = At least 10 people voted. An option that fewer than 10 people chose is shown as “under 10”, also when nobody chose it. No total is given, because such an option could be worked out from it.
poll-under-ten = under 10
poll-how-title = How your vote stays secret
poll-how = When you vote, a mark says that your account has voted, and the count of your option grows by one. The mark is a scrambled value without a time; no ballot links it to your choice. When the poll closes, the marks are erased.
poll-how-live = What this cannot hide: somebody who runs the servers and copies the database before and after a single vote, or reads the database's own logs of changes while the poll is open, could see which count grew when a mark appeared.

done-voted = Your vote is counted.
done-poll-made = The poll is made.

official-rule = This is the city's own text: nobody's personal data can be published in it. Mask it, take it out, or say that it is none.
official-only-none = The city cannot publish this. Please mask it or take it out, or say that it is no personal data.

invalid-one-language = Please fill in at least one language.
invalid-same-options = Both languages need the same number of options.
invalid-poll-end = Voting must end on or after its first day, and within 12 months.
invalid-poll-options = Please give 2 to 20 options, one a line.
invalid-poll-twice = One option stands there twice.
invalid-poll-option-long = An option is longer than 120 characters.
invalid-date = Please give a date, such as 2026-03-31.
invalid-past = This day is over. Please choose today or later.

problem-poll-voted = This account has voted in this poll before. Nothing was changed.
problem-poll-closed = Nobody can vote in this poll now.
problem-poll-no-option = The poll has no such option.
