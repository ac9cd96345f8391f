# How the suggestion box answers, month by month.

statistics-office-none = With no office yet
statistics-by-office = By office
statistics-answers-title = Suggestions and answers
statistics-answers-link = How many suggestions come in, how soon they are answered, and how satisfied people are
statistics-answers-of = Suggestions and answers, { $month }
statistics-answers-lead = What came into the suggestion box in this month, how soon it was answered, and how people found the answers.
statistics-answers-before = This month was closed before answers were counted. Only what came in is known of it.
statistics-answers-divide = How the figures are divided
statistics-answers-rows = Where a row is missing, all its figures are under 10 or withheld.
statistics-answers-earlier = Month before
statistics-answers-later = Month after
statistics-answers-in-days = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}
statistics-answers-stars = { $stars } of 5 stars
statistics-answers-column-received = Received
statistics-answers-column-answered = Answered
statistics-answers-column-in-time = In time
statistics-answers-column-share = Share in time
statistics-answers-column-days = Days until the answer
statistics-answers-column-stars = Satisfaction
statistics-answers-column-rated = People who rated
statistics-answers-column-rate = Response rate
statistics-answers-received = What came in
statistics-answers-received-text = About { $count } suggestions came in, questions to the city among them.
statistics-answers-received-few = Fewer than 10 suggestions came in, or the figure is withheld.
statistics-answers-received-note = The city does not know who sends one, so each counts as one person. Its office is the one that had it when the month was closed.
statistics-answers-answered = What was answered
statistics-answers-answered-text = About { $count } suggestions got their first answer in this month.
statistics-answers-answered-few = Fewer than 10 suggestions were answered, or the figure is withheld.
statistics-answers-answered-note = Each counts in the month of its first answer, at the office that gave it, also where it came in earlier. In time is what was answered by its due date as it stood then. Where fewer than 10 were late, neither figure is shown.
statistics-answers-days = Until the answer
statistics-answers-days-text = { $count ->
    [one] The usual answer took { $count } working day.
   *[other] The usual answer took { $count } working days.
}
statistics-answers-days-few = Fewer than 10 answers can be counted, or the figure is withheld.
statistics-answers-days-note = Working days from the day on which the office got it, as the due date counts them. The usual answer is the middle one when all stand in their order. Answers in a category, district or office that is not shown are left out, also of the other rows.
statistics-answers-satisfaction = How satisfied people are
statistics-answers-satisfaction-text = About { $count } people rated an answer in this month.
statistics-answers-satisfaction-few = Fewer than 10 people rated an answer, or the figure is withheld.
statistics-answers-satisfaction-note = With the first answer people are asked once, and can rate until the end of the month after it. A rating counts in the month in which it was given. So the response rate compares those who rated in this month with those who were answered in it. Stars are the mean, to the nearest half; where there is no response rate, there are none. Those who did not answer may think otherwise.
