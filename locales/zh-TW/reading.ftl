# 只為一位讀者保存的資料：閱讀、關注、通知、書籤、表態。
reading-title = 閱讀與關注
reading-lead = 這裡是本站記下的閱讀進度，以及您關注的主題和看板。只有您看得到，不列入統計，刪除帳號時一併刪除。
reading-settings-link = 我關注和靜音的項目
reading-tracking = 未讀發言
reading-is-on = 本站會記下您讀到哪裡，方便您找到新的發言。
reading-is-off = 本站不會記下您讀了什麼。如果您要求記下，主題會標出有幾則您還沒讀過的發言，並帶您到第一則。
reading-start = 記下我讀到哪裡
reading-stop = 刪除我的閱讀進度，不再記錄
reading-not-there = 這則內容已經不在，或您已無法查看。
done-reading-on = 之後會記下您讀到哪裡。
done-reading-off = 您的閱讀進度已全部刪除，之後不再記錄。
done-reading-is-off = 本站沒有記下您讀了什麼，所以沒有需要標示的發言。
done-notice-is-another = 蒐集告知的內容有更新，請再看一次。
done-board-read = 這個看板的發言都標為已讀。

unread-count = { $count }則未讀
unread-many = 超過{ $count }則未讀
unread-to-first = 前往第一則未讀發言
unread-new = 未讀
board-is-read = 把這個看板全部標為已讀

watches-title = 關注與靜音
watches-lead = 您關注的地方，每則新發言都會通知您；靜音的地方，一律不通知。其他地方只在有人提到您、引用您或回覆您時通知。對主題的選擇優先於它所在看板的選擇。
watches-empty-title = 您還沒有關注或靜音任何項目
watches-empty-text = 每個主題和看板的上方都有按鈕。
watch-is-watching = 關注中
watch-is-muted = 已靜音
watch-watch = { $what ->
        [board] 關注這個看板
       *[topic] 關注這個主題
    }
watch-mute = { $what ->
        [board] 這個看板不要通知我
       *[topic] 這個主題不要通知我
    }
watch-stop = 取消關注
watch-unmute = 取消靜音
watch-take-back = 取消
done-watch-watching = 這裡的每則新發言都會通知您。
done-watch-muted = 這裡的發言不會通知您。
done-watch-none = 已取消。

notifications-title = 通知
notifications-lead = 提到您、引用您或回覆您的發言，以及您關注的地方有什麼新發言。保存{ $days }天，顯示的是發言現在的樣子。
notifications-digest-link = 用電子郵件收摘要
notifications-empty-title = 還沒有通知
notifications-empty-text = 有人提到您、引用您、回覆您，或在您關注的地方發言時，會列在這裡。
notifications-list = 所有通知
notifications-new = 新
notifications-unseen = 則新通知
notifications-see-all = 全部標為已看
notifications-see-one = 標為已看
notification-mention = 提到您
notification-quote = 引用了您的發言
notification-reply = 回覆了您
notification-watched = 在您關注的地方發言
done-notifications-seen = 已標為已看。

bookmarks-title = 書籤
bookmarks-lead = 您想再找到的發言。只有您看得到。
bookmarks-empty-title = 還沒有書籤
bookmarks-empty-text = 每則發言下方都有按鈕。
bookmarks-list = 所有書籤
bookmark-keep = 加入書籤
bookmark-take = 移除書籤
done-bookmark-kept = 已加入書籤。
done-bookmark-gone = 已移除書籤。

reactions-title = 表態
reaction-agree = 贊同
reaction-thanks = 感謝
reaction-helpful = 有幫助
reactions-kept = 大家看得到有多少人表態。是您的帳號這件事會保存到您收回為止，除了您自己，不會給任何人看。書籤也只有您看得到。
done-reaction-given = 已計入您的表態。
done-reaction-taken = 已收回您的表態。

digest-stop-title = 不再寄摘要
digest-stop-lead = 按一下，就不再用電子郵件寄這種摘要給您。您關注的項目和機關的案件不變，可以在「通知」和案件桌面看到。
digest-stop-button = 不要再寄摘要
digest-stop-done = 之後不再寄這種摘要給您。想再收到，可以到「摘要」開啟。
digest-stop-gone = 這個連結已用過或已過期。如果是您用過，就不會再寄摘要；目前的設定可以在「摘要」裡看到。

mail-digest-subject = { $city }討論區：{ $count }則新通知
mail-digest-why = 您在帳號裡要求收摘要，所以{ $city }寄這封信給您。上次看過之後的新通知：
mail-digest-item = { $kind ->
        [mention] { $who }在「{ $title }」提到您：
        [quote] { $who }在「{ $title }」引用了您的發言：
        [reply] { $who }在「{ $title }」回覆了您：
       *[watched] { $who }在「{ $title }」發言：
    }
mail-digest-mark = 〔公開的個人資料〕
mail-digest-warning = 標有「〔公開的個人資料〕」的內容由本人自行公開，不受本站隱私權政策保護。
mail-digest-stop = 不用登入就可以取消摘要：
mail-digest-button = 看所有通知
