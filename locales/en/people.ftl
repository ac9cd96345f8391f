# Profiles: what people show of themselves.
profile-own-title = Public profile
profile-own-lead = Others see your public name and nothing else of you, unless you choose it here. Everything is off until you switch it on.
profile-see = See it as others do
profile-about = About me
profile-about-hint = A few words about yourself. They pass the same check for personal data as a post.
profile-show-since = Show the month since when I am a member
profile-show-count = Show how many posts I wrote
profile-show-count-hint = Only posts that everybody may read are counted.
profile-show-posts = Show a list of my posts
profile-show-posts-hint = Each reader sees those that they may read.
profile-scope = What you choose here is public. The privacy policy does not cover it, and each datum is marked. You can take it back at any time.
profile-keep = Save profile
profile-change = Change my profile
profile-erase-title = Show nothing
profile-erase-text = Your profile goes at once, with all that you wrote and chose here. Your public name stays with your posts.
profile-erase = Erase my profile
profile-since = Member since
profile-month = { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
profile-count = Public posts
profile-posts = Posts
profile-posts-empty-title = No posts that you can read
profile-posts-empty-text = When there are some, they stand here.
profile-about-mark = Public personal data: what this person says of themselves.
profile-warning = Everything on this page was made public by the person it is about. The privacy policy does not cover it.
profile-kind-about = what somebody says of themselves
profile-kind-since = month of joining
profile-kind-count = number of posts
profile-kind-posts = list of posts
profile-rule = Here you can publish personal data of your own only. What is somebody else's, please mask or take out.
profile-only-own = Only your own personal data can be published here. Please mask it or take it out, or say that it is none.
profile-hidden = A moderator hid this text. Only whoever wrote it and moderators see it.
profile-hidden-mine = A moderator hid what you write about yourself: only you and moderators see it. What you write instead waits until a moderator has looked at it. Why, and how to appeal:
profile-hidden-tag = Hidden
done-profile-kept = Your profile is saved.
done-profile-erased = Your profile is erased.
