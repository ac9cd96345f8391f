# The anonymous open data.

open-data-title = Open data
open-data-lead = Suggestions and forum activity of closed months, for everybody, without persons.
open-data-set = { $name ->
        [suggestions] Suggestions
       *[other] Forum activity
    }
open-data-set-text = { $name ->
        [suggestions] About how many suggestions came in a month: by category and district, and by language, where “*” stands for all. The same figures as in the statistics, rounded to 5, and none under 10. No title, text or contact.
       *[other] One row for each published post: month, board, language, topic or reply, account or guest; title and text where the row could be given whole.
    }
open-data-not-yet = This file is being made anew. Please ask again in a minute.
open-data-how-title = How persons stay out of it
open-data-how = No row has a name, an id or a time finer than a month. In the forum’s files each combination of what a row says is shared by the rows of at least 10 people (a row without an account counts as one person); where it would be rarer, “*” stands for what was left out, and what is rare even then waits for the end of the year or is left out.
open-data-how-text = Texts are only those that anybody can read in the forum. Names, addresses, numbers and whatever else our detector finds in them are replaced by what they are, such as [person]. The files are made anew every day.
