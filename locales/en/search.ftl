# Search.

search-title = Search
search-field = Search the forum
search-button = Search
search-words = What are you looking for?
search-words-hint = Separate words by spaces. To find words exactly as they stand, put them in "quotation marks".
search-narrow = Narrow it down
search-board = Board
search-kind = Kind
search-kind-topic = Topic
search-kind-reply = Reply
search-author = Author
search-author-hint = The name shown on the post, exactly.
search-tag = Tag
search-after = From this day on
search-before = Before this day
search-any = All
search-found = { $count ->
    [one] { $count } post found
   *[other] { $count } posts found
}
search-found-many = More than { $count } posts found; the best ones stand here. Another word, or a narrower search, helps.
search-none-title = Nothing found
search-none-text = Try other words, fewer words or a wider search. Posts that wait for review or are hidden are never found.
search-blank = You can search all public topics and replies.
search-cut = That was a long text: only its first { $count } characters were looked for.
search-in = Reply in:
search-similar = Has somebody written about this already?
search-similar-hint = These topics are like your title. Look whether one of them has the answer; you can also reply there.
