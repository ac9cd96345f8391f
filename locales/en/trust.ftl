# How far an account is trusted: what waits at first, and how much it does in a day.
review-first-post = First post of somebody new
invalid-posts-a-day = You can post { $max } times a day, and have done so today. You can post again after midnight. Nothing is lost: your text stays here, and it is kept as a draft.
invalid-topics-a-day = You can open { $max } topics a day, and have done so today. You can open another after midnight; answering still works. Nothing is lost: your text stays here, and it is kept as a draft.
invalid-flags-a-day = You can flag { $max } times a day, and have done so today. You can flag again after midnight. What you wrote stays here.
invalid-links-many = As long as you are new here, a post holds at most { $max } links. Please take some out. Your text stays here, and it is kept as a draft.
invalid-silenced = A moderator decided that you post nothing until { $until }. After that day you can. Your text stays here, and what is new is kept as a draft.
