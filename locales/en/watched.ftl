# Words and patterns that texts are looked through for.

watched-title = Watched words
watched-lead = Before a post, a title or a profile is published, it is looked through for these. Suggestions to the city are not: nobody's suggestion is refused for a word.
watched-reads = Administrators change the list; what you try here changes nothing.
watched-empty-title = Nothing is watched for
watched-empty-text = Add a word that only spam uses here, or import a file.
watched-new = Add a word or pattern
watched-edit = Change what is watched for
watched-retired = Retired
watched-kind = { $kind ->
    [pattern] Pattern
   *[word] Word
}
watched-effect = { $effect ->
    [block] Refused
    [mask] Masked by its author
    [hold] Held for review
   *[flag] Published and looked at
}
watched-does = { $effect ->
    [block] Refuse it, and tell the author which word it is
    [mask] Give it back with the word masked; the author sends it so or writes it otherwise
    [hold] Hold it for review
   *[flag] Publish it, and put it into the review queue
}
watched-words = Word or pattern
watched-words-hint = Capitals, full-width letters, 臺 and 台, Traditional and Simplified are the same.
watched-kind-field = What it is
watched-kind-hint = A word is found as it is written. A pattern is a regular expression, such as line\s*id.
watched-effect-field = What happens to a text that holds it
watched-effect-hint = An author's own edit is looked at for what is new in it. In a profile, what would be held is shown and looked at.
watched-note = Note
watched-note-hint = Why it is watched for; moderators and administrators read it.
watched-retire = Watch for it no longer
watched-retire-hint = What was held or refused because of it stays as it was decided.
watched-save = Save
watched-changed = Somebody else changed this meanwhile. What you typed is still here; save it once more to put it in the other's place.
watched-test = Try it
watched-test-hint = Nothing of what you put in here is stored.
watched-text = Text
watched-text-hint = It is looked through for all that is watched for.
watched-alone = Only this word or pattern
watched-alone-hint = It need not be watched for yet. One that stands in nearly every text is refused here as well.
watched-test-button = Look the text through
watched-outcome = { $effect ->
    [block] This text would be refused.
    [mask] This text would come back to its author with the words masked.
    [hold] This text would be held for review.
    [flag] This text would be published and put into the review queue.
   *[none] Nothing would happen: this text would be published.
}
watched-found = { $count ->
    [0] Nothing was found.
    [one] { $count } place was found:
   *[other] { $count } places were found:
}
watched-file = From a file
watched-file-hint = What the file names is added, or brought to what it says; all of it or nothing. What it does not name stays.
watched-export = Download what stands now
watched-tried = Nothing was stored yet. New: { $added }; changed: { $changed }.
watched-upload = File
watched-upload-hint = CSV or TOML in UTF-8. Where a file is chosen, the field below is not read.
watched-csv = Or its text
watched-csv-hint = The first line is kind,words,effect,note. Kind is word or pattern; effect is block, mask, hold or flag.
watched-import = Import
watched-try = Try first
watched-not-utf8 = The file is not in UTF-8. Nothing was changed; please save it as UTF-8 and import it again.
watched-unreadable = { $fault ->
    [too-large] The file is larger than 1 MB. Nothing was changed.
    [too-many] The file holds more than 1,000 entries. Nothing was changed.
    [columns] The first line must name the columns kind, words and effect, and may name note and retired. Nothing was changed.
    [twice] Line { $line } watches for the same as an earlier one. Nothing was changed.
    [entry] Line { $line } cannot be kept, and nothing was changed:
   *[syntax] Line { $line } cannot be read. Nothing was changed.
}
invalid-watched-nothing = This would match a text in which nothing stands. Please write what the texts must hold.
invalid-watched-everything = This stands in more than half of ordinary sentences, so it would hold nearly everything back. Please make it narrower.
invalid-watched-syntax = This is no regular expression that can be used here. Looking ahead and back, and repeating what a group found, is not possible.
invalid-watched-size = This pattern grows too large: it repeats too much. Please make it shorter.
invalid-watched-heavy = With this, every text would be looked through for too long: the patterns repeat too much, taken together. Please make it shorter, or stop watching for another pattern.
invalid-watched-twice = This is watched for already, perhaps since a moment ago. Nothing was changed.
invalid-watched-many = At most 1,000 words and patterns can be watched for.
invalid-watched-word = The words "{ $word }" are not published here. Nothing was published, and your text is still here: please write it without them and send it again.
invalid-watched-mask = The words "{ $word }" are not published here. Nothing was published. In the text below they are masked: please look at it and send it again, or write it differently.
done-watched-kept = Saved. The change stands in the register of decisions, without the words.
