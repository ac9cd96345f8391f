# Suggestions that residents publish: the case page, the list, and the topic of one

publication-title = Publication
publication-none = If you like, everybody can read this suggestion and discuss it in the forum. You see the words first as they would stand, and can change them; the case itself stays as it is. Your contact details and the reference number are never published.
publication-waits = A moderator looks at it first. Nobody else can read it until then.
publication-public = Everybody can read and discuss it.
publication-rejected = A moderator did not let it pass, and nobody else could read it. You can change the words and send them again.
publication-change-rejected = Everybody read it, but a moderator did not let the latest change pass, and nobody else reads it now. You can change the words and send them again; what others answered stays.
publication-appealed = Your appeal waits for an answer. Until then nothing can be sent again: the appeal would be about nothing.
publication-hidden = A moderator took it out of sight.
publication-read = Read it in the forum
publication-begin = See it as others would
publication-change = Change the published words
publication-withdraw = Take back the publication
publication-withdraw-hint = The title and the text are then erased. Words that others quoted stay, with everything personal in them masked.
publication-after-confirming = Once your address is confirmed, you can publish the suggestion on the page of your case.
publication-next = Nothing is published yet. See the words as everybody would read them, and decide.

publication-form-title = Publish your suggestion
publication-form-lead = This is how everybody would read it. Change what you like: the office keeps what you sent, whatever you publish.
publication-beside = What is published with it
publication-beside-lead = Beside your words everybody reads this of the case, and how it goes on.
publication-from-topic = And that it came out of this topic of the forum; both pages lead to each other:
publication-body-hint = Leave out who you are and where you live, unless you want everybody to know it.
publication-name = Name to publish
publication-name-hint = Optional. Without one, it says "A resident".
publication-send = Publish
publication-send-hint = A moderator looks at it before everybody can read it. You can take it back at any time on the page of your case; words that others quoted stay, with everything personal in them masked.
publication-again-hint = What you mask or take out goes at once. New words wait for a moderator again, and nobody reads the suggestion meanwhile.
publication-back = Back to the case
publication-stale = Other words stand there now than when you began. What you wrote is kept here; if you send it again, it replaces them.
publication-done-sent = Sent. A moderator looks at it first; here you see when everybody can read it.
publication-done-changed = Saved. Everybody reads the new words now.
publication-done-withdrawn = Taken back. The title and the text are gone. What others answered stays, and so do the words that they quoted, with everything personal in them masked.

published-title = Published suggestions
published-lead = What residents suggested to the city and agreed to publish, and how far each has come.
published-narrow = Narrow down
published-month = Published in
published-month-hint = Year and month, such as 2026-03.
published-no-month = Please give a year and a month, such as 2026-03.
published-no-state = Please choose a state from the list.
published-show = Show
published-all = All published suggestions
published-none = No suggestion is published yet
published-none-text = Residents decide themselves whether theirs is. Make the first one.
published-none-here = No suggestion matches
published-none-here-text = Leave out a condition, or look at all of them.
published-feed = Suggestions to { $city }
published-feed-link = Subscribe to new suggestions (Atom)
published-one = A resident's suggestion to the city
published-received = Received
published-answered = Answered
published-how = Its resident agreed to publish it. How far it has come is read from the case.
published-came-from = It came out of a topic of the forum:
published-came-of = A resident made a suggestion to the city out of this topic:
published-on-desk = It belongs to a case of your office: { $reference }

face-resident = A resident
search-kind-suggestion = Suggestion
suggest-similar = Has somebody suggested this already?
suggest-similar-hint = These published suggestions are like yours. Perhaps one has the answer already. You can send yours all the same.
suggest-publish-not = This city does not publish suggestions at present: only the office reads yours.

desk-publish = Publish this answer under the suggestion, too
desk-in-public = What everybody reads
desk-in-public-hint = These words are left once what is personal is masked or taken out. The resident still gets the whole answer above.
desk-publish-hint = Its resident published the suggestion. The resident gets your whole answer; in public, what is personal is masked or taken out first.

review-publication = A resident publishes a suggestion
board-takes-suggestions = Published suggestions stand on this board
board-takes-suggestions-hint = One board takes them; another that did so takes no more. Residents agree for each suggestion, and a moderator looks at it first.
invalid-board-not-public = Published suggestions are for everybody: everybody must be able to read the board.
invalid-merge-suggestion = A published suggestion stands for itself and goes when its resident takes it back. It cannot be merged.

record-publication-asked = The resident agreed to publish words of it; a moderator looks at them first.
record-publication-withdrawn = The publication was taken back.
