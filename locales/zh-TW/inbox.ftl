# 寄進來的郵件：等待送出的答覆，以及還沒有歸入案件的來信。

inbox-title = 寄進來的郵件
inbox-drafts = 等您送出的答覆
inbox-drafts-lead = 您以郵件回覆了這些案件。請開啟案件看一看，再按一下送出。
inbox-drafts-none = 目前沒有等您送出的答覆。
inbox-mails = 還沒有歸入案件的來信
inbox-lead = 系統無法確定這些信屬於哪個案件，或無法確定寄信的人是誰。請歸入案件、登錄為新案件，或捨棄。沒有人處理的來信，30天後刪除。
inbox-none = 沒有等待處理的來信
inbox-none-text = 無法自動歸入案件的來信會出現在這裡。
inbox-subject = 主旨
inbox-no-subject = 沒有主旨
inbox-from = 寄件人
inbox-no-from = 無法確定
inbox-at = 收到時間
inbox-because = 原因
inbox-why = { $why ->
        [bulk] 這封信看起來是寄給很多人的。
        [circle] 這封信經過的郵件伺服器太多，可能在兜圈子。
        [closed] 這個案件目前不接受留言或答覆。
        [empty] 除了引用的內容，信裡沒有新的文字。
        [files] 有附件不是可以接受的種類，或是太大、太多。
        [form] 這封信分成太多部分或層層相包，系統沒有拆開：文字照寄來的樣子列出。附件不會一起收下，需要時請向寄件人再要一次。
        [no-tag] 收件地址不是本系統為某個案件產生的地址。
        [return] 這封信寄到只收退信的地址，而系統看不懂這封退信。
        [sender] 寄件人不是這個地址的對象。
        [unproven] 郵件伺服器沒有證實寄件人的網域寄出這封信。
       *[words] 文字太長，或含有無法顯示的字元。
    }
inbox-key-move = 下一封、上一封來信
inbox-key-open = 打開這封來信
inbox-mail = 一封來信
inbox-place = 歸入案件
inbox-of-hint = 這些文字會成為市民的留言，承辦機關會收到通知。請先確認寄信的人就是這個案件的市民。
inbox-words = 留言內容
inbox-words-hint = 引用的內容與簽名已經拿掉；需要時請再調整。
inbox-leave-out = 不能接受的附件略過不收
inbox-place-button = 歸入這個案件
inbox-not-now = 這個案件目前不接受留言。承辦機關可以先重新開啟案件，也可以登錄為新案件。
inbox-enter = 登錄為新案件
inbox-enter-text = 下一頁會先填入信中的文字、附件與寄件人的地址，您確認之後才登錄。
inbox-enter-button = 填入登錄表單
inbox-discard = 捨棄
inbox-reason = 理由
inbox-reason-hint = 會列入處理紀錄。郵件會立刻刪除，無法復原。
inbox-discard-button = 捨棄這封信
done-inbox-placed = 已歸入案件，承辦機關會收到通知。
done-inbox-discarded = 已捨棄，並列入處理紀錄。
invalid-mail-files = 有附件不能接受。請勾選略過，或登錄為新案件。

mail-draft-title = 以郵件寄來的答覆
mail-draft-lead = 這些答覆是機關人員以郵件寄來的，還沒有寄給市民。引用的內容與簽名已經拿掉。
mail-draft-files = 附件：
mail-draft-found = 其中可能有個人資料，請先確認：
mail-draft-send = 送出這份答覆
mail-draft-use = 放進下面的表單修改
mail-draft-drop = 不用這份答覆
mail-draft-left-out = 無法接受附件「{ $name }」，其他內容都還在。
done-mail-draft-dropped = 已刪除這份以郵件寄來的答覆。

mail-draft-waiting-subject = 案件{ $reference }的答覆還沒有送出
mail-draft-waiting-why = 這是{ $city }的市政建議。您以郵件回覆了案件{ $reference }。這份答覆目前是草稿，還沒有寄給市民。
mail-draft-waiting-what = 請開啟案件看一看，再按一下送出。如果這不是您寫的，請在案件裡選擇「不用這份答覆」。
mail-draft-waiting-button = 前往這份答覆
mail-mails-waiting-subject = 有{ $count }封來信還沒有歸入案件
mail-mails-waiting-why = 這是{ $city }的市政建議。有{ $count }封來信無法自動歸入案件，等候貴機關處理。
mail-mails-waiting-oldest = 最久的已經等了{ $hours }小時。沒有人處理的來信，30天後刪除。這封信每個工作天最多寄一次。
mail-mails-waiting-button = 前往寄進來的郵件
