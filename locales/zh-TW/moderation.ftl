# 每個人都看得到的版主處理方式、每月處理情形與數字。
moderation-title = 版主怎麼處理
moderation-version = { $version }版
moderation-levels-level = 等級
moderation-levels-earned = 所需分數
moderation-levels-posts = 發言
moderation-levels-topics = 其中新主題
moderation-levels-flags = 檢舉
moderation-levels-links = 一則發言裡的連結
moderation-levels-any = 不限
moderation-levels-off = 市府沒有啟用這些限制。
moderation-act = 做了什麼
moderation-kind = 為什麼送審
moderation-outcome = 結果
moderation-times = { $count }次
moderation-ground = { $ground ->
        [consent] 經作者同意
        [circumstance-1] 依法調查
        [circumstance-2] 違反規則
        [circumstance-3] 為了網站的效能
        [circumstance-4] 有人投訴
        [reason] 附有理由
       *[review] 版主看過
    }
moderation-log-title = 版主每月處理情形
moderation-log-of = { $month }的版主處理情形
moderation-log-lead = 版主每個月做了什麼、依據是什麼、在哪個看板，以及申訴的結果。
moderation-log-how = 這裡不列出任何人：沒有作者、版主、標題和內容，也沒有日期，因為看板加上日期，就可能看出是誰的發言。相同的處理列在一起，也不依時間排列。看板和申訴的結果，等一個月結束才列出。每一次處理是哪一天，請看逐筆列出的處理紀錄，那裡不寫看板：
moderation-log-all = 全部顯示
moderation-log-open = 這個月還沒結束，所以先不列看板和申訴的結果，免得天天來看的人知道是哪一天的事。選了看板，就只列出已經結束的月份。
moderation-log-early = 還沒有結束的月份
moderation-log-early-text = 在某個看板做了什麼，等那個月結束才會列在這裡。要看這個月，請不要選看板。
moderation-log-none = 這個月沒有這類處理
moderation-log-none-text = 請改選其他項目，或看更早的月份。
moderation-log-empty = 版主還沒有處理過任何事
moderation-log-empty-text = 版主的決定會按月列在這裡。
moderation-log-newest = 最近的月份
moderation-log-older = 更早的月份
moderation-feed-link = 訂閱每月處理情形（Atom）
moderation-figures-title = 審核的數字
moderation-figures-lead = 有多少項目等候版主、要等多久，以及版主怎麼決定。
moderation-figures-nobody = 這裡沒有任何數字是按版主計算的，也沒有人看得到那樣的數字。
moderation-figures-of = 以下是{ $month }的數字，這個月已經結束。
moderation-figures-address = 這個月的固定網址
moderation-waiting = 現在等候審核
moderation-waiting-text = { $count ->
    [0] 現在沒有項目等候處理。
   *[other] 現在有{ $count }個項目等候處理。
}
moderation-waiting-oldest = { $days ->
    [0] 最早的一項等了不到1天。
   *[other] 最早的一項等了{ $days }天。
}
moderation-requests = 當事人的請求，由個資保護專員處理
moderation-waiting-none = 有項目等候時，這裡會寫出最早的一項等了多久。
moderation-column-waiting = 等候中
moderation-decided = 決定了多少、花了多久
moderation-decided-text = 約決定了{ $count }個項目，等候時間的中位數是{ $hours }。
moderation-decided-few = 決定的項目不到10個，或這個數字不顯示。
moderation-decided-before = 那個月還沒有開始統計。
moderation-decided-note = 一個項目算一個人。數字四捨五入到最接近的5，不到10個的種類不顯示；中位數只算有顯示的種類。
moderation-column-decided = 已決定
moderation-column-hours = 等候時間的中位數
moderation-hours = { $hours ->
    [0] 不到1小時
   *[other] { $hours }小時
}
moderation-done = 做了什麼、依據是什麼
moderation-done-text = { $count ->
    [0] 這個月版主沒有處理任何事。
   *[other] 這個月版主處理了{ $count }次。
}
moderation-done-note = 和版主每月處理情形所列的一樣。
moderation-column-times = 次數
moderation-appeals-upheld = 申訴成立，決定已撤銷
moderation-appeals-refused = 申訴不成立，維持原決定
moderation-appeals-text = 決定了{ $count }件申訴，其中{ $percent }%成立。
moderation-appeals-few = { $count ->
    [0] 沒有決定任何申訴。
   *[other] 決定了{ $count }件申訴。
}不到10件時不計算比率。
moderation-appeals-note = 對一項決定的申訴，不能由原決定者來決定。
moderation-appeals-hours-note = 申訴答覆所花時間的中位數是{ $hours }。對一項決定的申訴，不能由原決定者來決定。
statistics-review-guest-post = 訪客的發言
statistics-review-first-post = 新帳號或信任不足的帳號的發言
statistics-review-personal-data-of-others = 含有別人個人資料的發言
statistics-review-unread-attachment = 附件的文字無法讀取的發言
statistics-review-publication = 要公開的建議
statistics-review-found-again = 新版偵測發現個人資料的發言
statistics-review-imported = 匯入且含有別人個人資料的發言
statistics-review-held-again = 版主暫停公開、重新審核的發言，以及隱藏後改寫的自我介紹
statistics-review-watched-word = 含有監看字詞的發言
statistics-review-spam-score = 疑似垃圾訊息的發言
statistics-review-flag = 讀者檢舉的內容
