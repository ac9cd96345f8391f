# What the site keeps for one reader: reading, watching, notifications, bookmarks, reactions.
reading-title = Reading and watching
reading-lead = What is remembered of your reading, and what you watch. You alone see it, statistics do not count it, and it goes with your account.
reading-settings-link = What I watch and mute
reading-tracking = Unread posts
reading-is-on = It is remembered how far you have read, so that you find what is new.
reading-is-off = It is not remembered what you read. If you ask for it, topics show how many posts are new to you, and lead to the first of them.
reading-start = Remember how far I have read
reading-stop = Forget what I read, and remember no more
reading-not-there = This is no longer there, or you can no longer see it.
done-reading-on = From now on it is remembered how far you have read.
done-reading-off = All that was remembered of your reading is erased. Nothing more is remembered.
done-reading-is-off = It is not remembered what you read, so there is nothing to mark.
done-notice-is-another = The notice on how we use your data has changed. Please read it again.
done-board-read = Everything on this board counts as read.

unread-count = { $count ->
        [one] 1 unread
       *[other] { $count } unread
    }
unread-many = over { $count } unread
unread-to-first = Go to the first unread post
unread-new = new to you
board-is-read = Mark everything on this board as read

watches-title = Watched and muted
watches-lead = You are told of every new post where you watch, and of nothing where you mute. Everywhere else you are told when somebody mentions, quotes or answers you. What you choose about a topic goes before what you choose about its board.
watches-empty-title = You watch and mute nothing
watches-empty-text = The buttons stand at the head of each topic and each board.
watch-is-watching = Watching
watch-is-muted = Muted
watch-watch = { $what ->
        [board] Watch this board
       *[topic] Watch this topic
    }
watch-mute = { $what ->
        [board] Mute this board
       *[topic] Mute this topic
    }
watch-stop = Stop watching
watch-unmute = Unmute
watch-take-back = Take back
done-watch-watching = You are told of every new post here.
done-watch-muted = You are told of nothing here.
done-watch-none = Taken back.

notifications-title = Notifications
notifications-lead = Posts that mention, quote or answer you, and what is new where you watch. Kept for { $days } days, and shown as the posts are now.
notifications-digest-link = Get them as a digest by e-mail
notifications-empty-title = Nothing yet
notifications-empty-text = When somebody mentions, quotes or answers you, or writes where you watch, it stands here.
notifications-list = All notifications
notifications-new = New
notifications-unseen = new
notifications-see-all = Mark all as seen
notifications-see-one = Mark as seen
notification-mention = mentioned you
notification-quote = quoted you
notification-reply = answered you
notification-watched = wrote where you watch
done-notifications-seen = Marked as seen.

bookmarks-title = Bookmarks
bookmarks-lead = Posts that you want to find again. You alone see them.
bookmarks-empty-title = No bookmarks yet
bookmarks-empty-text = The button stands under each post.
bookmarks-list = All bookmarks
bookmark-keep = Bookmark
bookmark-take = Remove bookmark
done-bookmark-kept = The bookmark is kept.
done-bookmark-gone = The bookmark is removed.

reactions-title = Reactions
reaction-agree = Agree
reaction-thanks = Thanks
reaction-helpful = Helpful
reactions-kept = Everybody sees how many reacted. That it was your account is kept until you take it back, and is shown to nobody but you. Bookmarks are yours alone.
done-reaction-given = Your reaction is counted.
done-reaction-taken = Your reaction is taken back.

digest-stop-title = No more digests
digest-stop-lead = One press, and you get no more of these digests by e-mail. What you watch and the cases of your offices stay as they are: you find them under Notifications and at the desk.
digest-stop-button = Stop the digests
digest-stop-done = You get no more of these digests by e-mail. You can ask for them again under Digests.
digest-stop-gone = This link was used or has expired. If you used it, there are no more digests. Under Digests you see how it is set.

mail-digest-subject = { $count ->
        [one] 1 new notification in the forum of { $city }
       *[other] { $count } new notifications in the forum of { $city }
    }
mail-digest-why = { $city } sends you this digest because you asked for it in your account. This is new since you last looked:
mail-digest-item = { $kind ->
        [mention] { $who } mentioned you in "{ $title }":
        [quote] { $who } quoted you in "{ $title }":
        [reply] { $who } answered you in "{ $title }":
       *[watched] { $who } wrote in "{ $title }":
    }
mail-digest-mark = {" "}[public personal data]
mail-digest-warning = What carries "[public personal data]" was made public by its owner. The privacy policy does not cover it.
mail-digest-stop = No more digests, without logging on:
mail-digest-button = See all notifications
