# What stands in posts beside their text: quotes, mentions, hidden words, edits that crossed.

# The three dots stand for the author's name.
quote-of = … wrote:
quote-of-nobody = Quoted from a post that is no longer public:

spoiler-block = Hidden text: open to read it
spoiler-inline = Show the hidden words
post-table = Table: scroll sideways to see all of it

mention-warning = People called with @ made their names public themselves. The privacy policy does not cover them.

forum-edit-window = Within { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
} of posting, a change leaves no version behind, unless somebody has quoted the post.

stale-title = The post was changed while you were editing
stale-what = It was changed in another tab or by a moderator. Nothing of yours was saved yet, and nothing is lost: your text is below, as you wrote it.
stale-how = Compare the two. Then change your text and save it, or keep what stands now.
stale-difference = What saving your text would change
stale-legend = Struck through: in the post now, not in your text. Underlined: in your text only.
stale-present = The post as it is now
stale-take-present = Keep what stands now
stale-yours = Your text
problem-precondition-required = Say which text you edit: send the ETag of the post in If-Match, or * to write over whatever stands there. Nothing was saved.
problem-changed-meanwhile = It was changed since you read it. Nothing was saved.

review-found-again = Found by a newer detector

mail-found-again-subject = { $city }: personal data found in your posts
mail-found-again-why = You are receiving this because you wrote in the forum of { $city }, and a newer version of the program has looked through its posts again.
mail-found-again-what = { $count ->
    [one] It found places in one of your posts that may be personal data. They now carry the mark of public personal data. What may not be published at all, such as an identity number, is out of sight until a moderator has looked at it.
   *[other] It found places in { $count } of your posts that may be personal data. They now carry the mark of public personal data. What may not be published at all, such as an identity number, is out of sight until a moderator has looked at it.
}
mail-found-again-how = Nothing of your text was changed. Under each post you can mask what it found, or say that it is no personal data:
mail-found-again-more = And { $count } more.
mail-found-again-button = Look at the post
mail-found-in-profile-subject = { $city }: personal data found in your profile
mail-found-in-profile-why = You are receiving this because you show a profile in the forum of { $city }, and a newer version of the program has looked through the profiles again.
mail-found-in-profile-what = It found what may be personal data in your text about yourself. That is marked as public personal data now; if it is of a kind that nobody may publish, such as an identity number, the text is not shown until you change it.
mail-found-in-profile-how = Nothing of your text was changed. You can change it, mask what was found, or say that it is no personal data.
mail-found-in-profile-button = Look at the profile
