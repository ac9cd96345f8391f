# Readers' reports about posts and profiles.
flag-link = Flag
flag-topic-link = Flag this topic
flag-profile-link = Flag this profile
flag-title = Flag this for the moderators
flag-lead = Does this break the forum's rules? Tell the moderators. You need no account, no cookie and no script.
flag-what = What you flag
flag-title-too = The topic's title is flagged along with it.
flag-about-me = Is it about you? Then ask for it to be masked:
flag-back-profile = Back to the profile
flag-reason = What is wrong with it?
flag-reason-hint = The numbers are those of the forum rules.
flag-reason-spam = Advertising or spam (R5)
flag-reason-insult = Insults or threatens somebody (R1, R2)
flag-reason-personal-data = Shows personal data that should not be public (R3)
flag-reason-off-topic = Off the topic, or not for this forum (R6, R9)
flag-reason-unlawful = Unlawful (R8)
flag-reason-other = Something else
flag-reason-needed = Please choose what is wrong with it. Nothing was sent; what you wrote is still here.
flag-words = What should the moderators know?
flag-words-hint = Only moderators read it. Please leave personal data out of it.
flag-as-member = Whoever wrote this does not learn that it was you. Moderators learn that a member flagged it, not which one.
flag-as-guest = You flag this as a guest. Whoever wrote it learns nothing of you; moderators learn that a guest flagged it.
flag-button = Send to the moderators
flag-gone-title = This is no longer there
flag-gone-text = It was hidden or withdrawn meanwhile, so nobody needs to flag it any more. Nothing was sent.
done-flagged = Thank you. A moderator looks at it.
done-flagged-before = You have flagged this already, and a moderator will look at it. Nothing was changed.
done-flagged-enough = Guests have flagged this many times already, and a moderator will look at it. Your flag was not added to them.
done-flagged-source = This was flagged from your network today already, and a moderator will look at it; it counts once. If it shows something personal of yours, say so under the post with "This is about me". With an account you can flag it too.
flags-told-title = What became of your flags
flags-told-post = A post that you flagged
flags-told-profile = A profile that you flagged
flags-told-gone = Something that you flagged
flag-outcome-open = It waits for a moderator.
flag-outcome-dismissed = A moderator looked at it and found no violation.
flag-outcome-acted = A moderator acted on it.
flag-outcome-asked = A moderator asked its owner to change it.
flag-outcome-gone = It is not there any more.

review-flag = Flagged
review-flagged-topic = Opening post of a topic, with its title
review-flagged-post = Post
review-flagged-profile = Profile
review-flags = { $count ->
        [one] { $count } flag
       *[other] { $count } flags: members' first, then the newest first
    }
review-flag-member = from a member
review-flag-guest = from a guest
review-no-violation = No violation
review-remind = Ask the owner to change it
review-hide-profile = Hide what it says

mail-profile-reminded-subject = About your profile
mail-profile-reminded-why = { $city } writes to you because a moderator looked at your profile in the forum.
mail-profile-reminded-because = { $act ->
        [circumstance-2] Your name, or what you write about yourself, does not keep to the forum rules. The reason: { $because }
        [circumstance-4] Your name, or what you write about yourself, touches somebody else's rights. The reason: { $because }
       *[other] Please change your name, or what you write about yourself. The reason: { $because }
    }
mail-profile-reminded-how = Nothing of it was changed. Please change it yourself; behind this link you can change the text, and from there your name.
mail-profile-reminded-appeal = If you think that this is wrong, you can appeal within 30 days, after logging on, where your account says "How your account stands". Somebody else than who decided answers. How moderators decide, and how appeals go: { $policy }
mail-profile-reminded-button = Change the profile
mail-profile-undone-subject = You need not change your profile
mail-profile-undone-why = { $city } writes to you because a moderator took back that you were asked to change your profile. You need not change it.
mail-profile-undone-because = The reason: { $because }
mail-profile-undone-how = It does not count against your account any more.
mail-profile-undone-button = See the profile
mail-profile-hidden-subject = What you write about yourself is hidden
mail-profile-hidden-why = { $city } writes to you because a moderator hid what you write about yourself in your profile in the forum. Others do not see it any more; you and moderators do. Your public name, and whatever else you show, stays as it is.
mail-profile-hidden-because = { $act ->
        [circumstance-2] It does not keep to the forum rules. The reason: { $because }
        [circumstance-4] It touches somebody else's rights. The reason: { $because }
       *[other] The reason: { $because }
    }
mail-profile-hidden-how = Not a word of it was changed. You can change it yourself, in your account under "Public profile". What you write then is shown once a moderator has looked at it.
mail-profile-hidden-appeal = If you think that this is wrong, you can appeal within 30 days behind this link. Somebody else than who decided answers. How moderators decide, and how appeals go: { $policy }
mail-profile-hidden-button = See how your account stands
mail-profile-approved-subject = What you write about yourself is shown again
mail-profile-approved-why = { $city } writes to you because a moderator looked at what you write about yourself in your profile in the forum. Everybody sees it again.
mail-profile-approved-button = See the profile
mail-profile-waiting-subject = What you write about yourself waits again
mail-profile-waiting-why = { $city } writes to you because a moderator took back that what you write about yourself in your profile in the forum was approved.
mail-profile-waiting-because = The reason: { $because }
mail-profile-waiting-how = Others do not see it until a moderator has looked at it once more. You need do nothing for that.
mail-profile-waiting-button = See the profile

problem-decided-before = Another moderator decided this before you. Your decision changed nothing.
