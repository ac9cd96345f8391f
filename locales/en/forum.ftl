# Boards, topics and posts.

home-lead = Talk with your neighbours about the city, and tell the city what should be better.
home-suggest-text = Something broken, or an idea? Write to the city. You see which office gets it and by when it answers, and you need no account.
home-latest = Latest topics
home-boards = Boards
home-empty-text = Once somebody starts a topic on a board, it stands here.

forum-all-boards = All boards
forum-topics = Topics
forum-topic-count = { $count ->
    [one] { $count } topic
   *[other] { $count } topics
}
forum-last-active = Last active
forum-guests-may = Guests may post
forum-guests-welcome = You can post here without an account. A moderator looks at guests' posts before everybody can read them.
forum-start = Start a topic
forum-empty-title = No topics yet
forum-empty-text = Topics of this board will stand here. Ask something, or tell what you have seen: the first one is yours.
forum-back-to-board = Back to { $board }

forum-new-title = Start a topic
forum-reply-title = Reply
forum-edit-title = Edit your post
forum-edit-hint = The old version stays readable as a revision. Personal data that you mask or take out is masked in older versions too.
forum-title = Title
forum-title-hint = In one line, what it is about.
forum-body = Text
forum-body-hint = Markdown works: a blank line for a new paragraph, > for a quote, - for a list, ||words|| to hide them until asked for, @name to call somebody. Before it is published, we show you the personal data in it.
forum-name = Name
forum-name-hint = A nickname will do.
forum-email = Public e-mail
forum-email-hint = Only if everybody may write to you. You need not give any.
forum-guest-note = You are posting as a guest. Name and e-mail will be public and are not covered by the privacy policy. A moderator looks at your post before everybody can read it.
forum-guest-rules = By posting you accept the
forum-publish = Publish the topic
forum-reply = Publish the reply
forum-save = Save the changes
forum-preview = Preview
forum-check-again = Check the changed text
forum-change-text = Change the text
forum-preview-title = Preview
forum-preview-clean = No personal data was found. Nothing is published yet.
forum-text-kept = What you wrote is still here. Log on in another tab, then come back and send it again.

forum-account-needed = On this board, only people with an account can write.
forum-account-why = Log on or register first. Everybody can read without an account, and some boards take posts of guests.

forum-ask-title = Before it is published: personal data
forum-ask-found = Your text contains what may identify a person. Please say for each place whose it is and what should happen to it. Nothing is published yet.
forum-ask-changed = The text has changed since you were asked, or that was too long ago. Please answer again for the text as it is now.
forum-ask-unanswered = An answer is still missing. Nothing is published yet.
forum-ask-not-publishable = One of these numbers cannot be published, whoever it belongs to. Please mask it or take it out.
forum-ask-too-many = There are too many places to ask about one by one. You can mask all of them, or shorten the text.
forum-finding-unanswered = Please answer for this place.
forum-finding-whose = Please say whose this is.
invalid-nothing-left = Nothing is left of this after masking and taking out. Please write something else.

forum-live-none = No personal data found.
forum-live-some = Found in this text:
forum-live-is = This is { $kind }:
forum-live-may-be = This may be { $kind }:
forum-live-away = The text could not be checked just now. It will be checked when you send it.

forum-held-title = Your post waits for a moderator
forum-held-lead = We have it. A moderator looks at it before everybody can read it.
forum-held-then = Once it is approved, it stands on the board under the name you gave. You need not send it again.
forum-waits = Waits for review
forum-waits-why = Only you and the moderators can see this until one of them has looked at it.
forum-rejected = Rejected
forum-rejected-why = Only you can see this. The moderator wrote: { $reason }

forum-in-reply = In reply to another post
forum-quote = Quote
forum-edit = Edit
forum-edited = Edited { $when }

forum-name-warning = The author made this name public. The privacy policy does not cover it.

revisions-title = Versions of a post
revisions-lead = What its author masked or no longer publishes is masked in every version.
revisions-version = Version { $number }
revisions-first = The first version, as it was published.
revisions-against = Changes from version { $number }
revisions-added = added:
revisions-removed = removed:
revisions-all = All versions
revisions-shown = Shown

problem-personal-data-undecided = The text contains personal data that must be decided about first.

forum-feed = { $city } · forum
forum-feed-guest = { $name } (guest)
forum-feed-link = Subscribe to new posts (Atom)
forum-feed-rights = Names and e-mail addresses that people published themselves are marked; the privacy policy does not cover them.
forum-topic-about = A discussion on the board “{ $board }”.
forum-jump = Go to the day
forum-jump-button = Go
