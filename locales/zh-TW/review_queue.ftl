# 審核佇列：清單、項目與認領、一次處理多項、按鍵

review-list = 待審項目
review-away = 連線中斷了。您輸入的內容還在，請再試一次。
review-narrow = 縮小範圍
review-narrow-kind = 種類
review-narrow-board = 看板
review-narrow-older = 已經等了
review-older-24h = 至少一天
review-older-72h = 至少三天
review-older-7d = 至少一週
review-narrow-mine = 只看我正在處理的
review-narrow-button = 顯示
review-narrow-all = 顯示全部待審項目
review-none-title = 沒有符合的待審項目
review-none-text = 可能還有其他項目：請顯示全部待審項目。
review-urgency-urgent = 緊急
review-urgency-soon = 盡快
review-urgency-in-turn = 依序
review-line-flags = { $count ->
   *[other] { $count }次檢舉
}
review-line-mine = 您正在處理
review-line-claimed = { $name }正在處理
review-choose = 勾選「{ $title }」
review-neighbours = 前後項目
review-previous = 上一項
review-next = 下一項

review-marks = 裡面的個人資料
review-mark-count = { $kind }：{ $count }處
review-urgency-score = 急迫程度：{ $score }
review-author = 作者
review-author-guest = 訪客。除了上面的內容，沒有其他資料。
review-author-since = 帳號
review-author-days = { $count ->
    [0] 今天註冊
   *[other] { $count }天前註冊
}
review-author-posts = 已發表的發言
review-author-decisions = 發言曾受的處理
review-author-imposed = 帳號曾受的處分
review-author-sanction = { $kind ->
        [warn] { $day }警告
        [silence] { $day }禁言
        [hide-profile] { $day }隱藏自我介紹
        [ask-profile] { $day }請本人修改個人頁面
       *[suspend] { $day }停權
    }
review-author-none = 沒有
review-author-flags = 發言曾受的檢舉
review-author-flags-are = { $upheld }次有處理，{ $dismissed }次沒有違規
review-earlier = 先前對這項內容的決定
review-similar = 最近的類似決定（同種類、同看板）
review-was-approved = 已核准
review-was-masked = 已遮蔽個人資料並公開
review-was-dismissed = 檢舉不成立，沒有違規
review-was-rejected = 退回、隱藏或請本人修改
review-similar-one = { $day }：{ $what }

review-claim = 由我處理
review-claim-mine = { $time }之前由您處理。
review-claim-other = { $time }之前由{ $name }處理。
review-claim-over = 接手處理
review-claim-release = 不再由我處理
done-review-claimed = 現在由您處理，其他版主看得到。
done-review-released = 已經不再由您處理。
review-complaint = 依投訴處理時：投訴的管道和日期
review-decide = 決定
review-mask-all = 全部遮蔽，保護當事人
review-mask-words = 有讀者檢舉，這是某個人的個人資料。
review-undo = 撤銷我上一個決定
review-undo-last = 您上一個決定：{ $act }。對象：
review-undo-not = 現在不能撤銷。
review-mask-and-publish = 遮蔽個人資料後發表
review-also-held = 這則發言還有其他待審原因，全部處理完才會發表：
review-elsewhere-against = 申訴的決定
review-elsewhere-text = 當事人寫的內容在答覆的頁面上。
review-elsewhere-open = 查看並答覆

review-bulk = 一次處理勾選的項目
review-bulk-title = 一次處理多項
review-bulk-none-title = 沒有勾選任何項目
review-bulk-none-text = 請在待審清單勾選項目，再按清單下方的按鈕。
review-bulk-items = { $count ->
   *[other] 勾選了{ $count }項
}
review-bulk-act = 每一項要怎麼處理
review-bulk-act-approve = 核准，或認定沒有違規
review-bulk-act-reject = 退回、隱藏，或請本人修改
review-bulk-act-mask = 遮蔽裡面的個人資料
review-bulk-ground-hint = 退回、隱藏或遮蔽時需要。每一位作者都會收到通知。
review-bulk-look = 先看會發生什麼事
review-bulk-what = 會發生什麼事
review-bulk-do = { $act ->
    [approve] { $count ->
       *[other] 核准{ $count }項
    }
    [mask] { $count ->
       *[other] 遮蔽{ $count }項裡的個人資料
    }
   *[reject] { $count ->
       *[other] 退回或隱藏{ $count }項
    }
}
review-bulk-nothing = 這些項目目前都無法這樣處理。
review-bulk-change = 改選其他處理方式
review-bulk-told = 已處理{ $done }項，未處理{ $not }項。
review-bulk-will-publish = 會發表。
review-bulk-will-wait-on = 會核准，但還有其他待審原因，繼續等候審核。
review-bulk-will-stay = 已經公開，會維持公開。
review-bulk-will-dismiss = 不會改變，認定沒有違規。
review-bulk-will-reject = { $told ->
    [yes] 會退回，並通知作者。
   *[no] 會退回。
}
review-bulk-will-hide = { $told ->
    [yes] 會隱藏，並通知作者。
   *[no] 會隱藏。
}
review-bulk-will-remind = 會請本人修改。
review-bulk-will-mask = { $told ->
    [yes] 會遮蔽裡面的個人資料，並通知作者。
   *[no] 會遮蔽裡面的個人資料。
}
review-bulk-will-mask-and-publish = { $told ->
    [yes] 會遮蔽其中的個人資料後發表，並通知作者。
   *[no] 會遮蔽其中的個人資料後發表。
}
review-bulk-will-together = 和這裡另一項是同一則發言，會一起處理。
review-bulk-done = 完成。
review-bulk-changed = 列出之後內容改過了，或又有人檢舉，請重新看一次。
review-bulk-cannot = 目前無法這樣處理。
review-bulk-unknown = 不在您的待審項目裡。
review-bulk-failed = 處理這一項時發生錯誤。這一項維持原狀，請再試一次。
review-bulk-missing = 已經不在的項目

review-key-move = 下一項、上一項
review-key-open = 打開項目
review-key-claim = 由我處理，或不再由我處理
review-key-against = 退回或隱藏：跳到依據
review-key-mask = 全部遮蔽，保護當事人
review-key-hold = 暫停公開，再看一次
review-key-moderate = 對這則發言能做的所有處理
review-key-elsewhere = 開啟答覆的頁面
review-key-choose = 勾選項目
review-key-narrow = 縮小範圍
review-key-close = 離開欄位、關閉說明
review-keys-help = 這份說明
review-keys-off = 停用按鍵
review-keys-on = 啟用按鍵
review-keys-are-off = 按鍵已停用，記在這一頁的網址裡。
