# 等候版主審核的項目。

review-title = 審核
review-count = { $count ->
    [0] 沒有待審項目。
   *[other] 還有{ $count }個待審項目。
}
review-empty-title = 沒有等您處理的項目
review-empty-text = 需要您決定的項目會列在這裡，最緊急的在最前面。
review-guest-post = 訪客發言
review-personal-data-of-others = 別人的個人資料
review-unread-attachment = 附件的文字無法讀取
review-held-again = 版主暫停公開，重新審核
review-imported = 從其他討論區匯入，含有別人的個人資料，已經公開
review-watched-word = 含有監看字詞
review-spam-score = 疑似垃圾訊息
review-appeal = 對決定的申訴
review-sanction-appeal = 對帳號處置的申訴
review-request = 當事人的請求
review-new-topic = 新主題
review-reply = 主題的回覆
review-finding-is = 這是{ $kind }，{ $whose }。
review-finding-may-be = 這可能是{ $kind }，{ $whose }。
review-mine = 作者說是自己的
review-other = 作者說是別人的
review-none = 作者說不是個人資料
review-approve = 核准並發表
review-reject = 退回
review-reason-needed = 請寫下理由，作者會看到。
review-approved-before = { $name }已經先核准了，您的決定沒有改變任何事。
review-rejected-before = { $name }已經先退回了，您的決定沒有改變任何事。
review-decided-before = { $name }已經先處理了，您的決定沒有改變任何事。
review-ended-before = 這一項已經不用處理了，您的決定沒有改變任何事。
review-changed = 您打開這一頁之後，內容改過了，請重新看一次。
review-changed-item = 您打開這一頁之後，內容改過了，或又有人檢舉，請重新看一次。
review-claimed = { $name }正在處理這一項，您的決定沒有改變任何事，寫的內容還在這裡。要由您決定，請先接手。
problem-claimed = 另一位版主正在處理這一項，沒有做任何決定。
invalid-no-items-chosen = 請至少勾選一項。
invalid-too-many-items = 一次最多勾選50項。
done-decided = 完成，決定已經記錄。

# What a moderator says about the detector
feedback-title = 偵測回饋
feedback-lead = 版主指出偵測有誤的次數。只留次數，不留文字、發言或姓名。
feedback-since = 自{ $date }起累計。
feedback-empty-title = 還沒有回饋
feedback-empty-text = 在偵測到的地方按「不是個資」，或在發言下方指出漏掉了什麼，次數就會列在這裡。
feedback-column-kind = 種類
feedback-column-version = 版本
feedback-column-missed = 漏掉
feedback-not-personal = 不是個資
feedback-missed-open = 有漏掉的個資嗎？
feedback-kind = 漏掉的是哪一種？
feedback-hint = 只計次數，不會留下文字，也不會改變任何人的發言或標示。
feedback-missed = 漏掉了
feedback-kind-needed = 請選擇漏掉的是哪一種。
done-feedback-counted = 已計入次數，沒有改變任何人的發言或標示。
done-feedback-gone = 作者已經改過這則發言，所以沒有計入。
