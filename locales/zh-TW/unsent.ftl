# 未寄出的郵件：清單、重新寄送、改寄與放棄。
unsent-title = 未寄出的郵件
unsent-lead = 這裡列出還沒有寄出的郵件，以及郵件伺服器說了什麼。除了機關的公務信箱，其他地址只顯示第一個字和網域；信件的內容不在這裡顯示。
unsent-paused-tag = 暫停
unsent-paused = { $step ->
        [connection] 連不上郵件伺服器
        [greeting] 郵件伺服器拒絕連線
        [tls] 無法和郵件伺服器建立加密連線
        [log-on] 郵件伺服器不接受設定的帳號和密碼
        [sender] 郵件伺服器不接受市府的寄件地址
       *[folder] 郵件資料夾無法寫入
    }，從{ $since }起，最近一次嘗試是{ $tried }。所有郵件都先等著，恢復後會繼續寄出。
unsent-late-tag = 延誤
unsent-late = 有{ $count }封郵件到了該寄的時間還沒有寄出，最早的一封從{ $since }起。
unsent-standings = 郵件的狀態
unsent-standing = { $standing ->
        [waiting] 等候寄送
        [delayed] 稍後再試
       *[other] 不再寄送
    }
unsent-search = 篩選郵件
unsent-kind = 郵件的種類
unsent-age = 寫好多久
unsent-age-hours = { $hours ->
        [1] 1小時以上
        [24] 1天以上
       *[other] 3天以上
    }
unsent-domain = 收件地址的網域
unsent-none = 沒有這樣的郵件
unsent-none-text = 目前沒有符合的郵件。
unsent-number = 郵件第{ $number }號
unsent-to = 寄給{ $address }
unsent-unread = 收件地址無法解開
unsent-written = { $time }寫好
unsent-attempts = 試過{ $count }次
unsent-since = { $time }起寄送不成
unsent-next = { $time }再試
unsent-on-its-way = 正在寄送
unsent-ended = { $why ->
        [refused] 收件伺服器在{ $time }拒收
        [late] 一直沒有伺服器收下，{ $time }起不再寄送
        [given-up] { $time }由系統管理員放棄
       *[other] 備份還原時放棄（{ $time }）
    }
unsent-words = 郵件伺服器說
unsent-no-words = 沒有說什麼
unsent-retry = 重新寄送
unsent-retry-hint = 寄給原來的收件人，從現在開始，次數重新計算。
unsent-retry-button = 重新寄送
unsent-retry-all-hint = 符合篩選條件的郵件全部寄給原來的收件人，從現在開始，一次最多{ $most }封。由人放棄，或因備份還原而放棄的郵件，請逐封重新寄送。
unsent-retry-all-button = 重新寄送這{ $count }封
unsent-redirect = 改寄給有這個案件的機關
unsent-redirect-office = 機關
unsent-redirect-hint = 寄到機關目前的地址。地址有誤，請先在「機關」修改。
unsent-redirect-button = 改寄
unsent-give-up = 放棄寄送
unsent-reason = 理由
unsent-reason-hint = 密封在處理紀錄旁。
unsent-give-up-button = 放棄寄送
done-unsent-retried = 郵件等候重新寄送，並列入處理紀錄。
done-unsent-all-retried = 這些郵件等候重新寄送，並逐封列入處理紀錄。
done-unsent-some-retried = 部分郵件等候重新寄送，並逐封列入處理紀錄。其餘維持原狀，例如正在寄送，或已經寄出。
done-unsent-none-retried = 沒有重新寄送任何郵件，全部維持原狀，例如正在寄送，或已經寄出。
done-unsent-redirected = 郵件等候寄到機關的地址，並列入處理紀錄。
done-unsent-given-up = 這封郵件不再寄送，並列入處理紀錄。
mail-kind = { $kind ->
        [registration] 帳號的驗證信
        [already-registered] 地址已有帳號
        [password-reset] 重設密碼
        [address-change] 確認新的電子郵件地址
        [address-changed] 電子郵件地址已更改
        [address-check] 確認信件能寄達帳號的地址
        [token-made] 建立了API權杖
        [suggestion-confirmation] 建議的確認連結
        [office-suggestion] 給機關的案件
        [office-reply] 市民的補充，給機關
        [office-failing] 機關收不到郵件的通知
        [answer] 機關的答覆
        [case-news] 案件的消息
        [cases-due] 即將到期的案件，給機關
        [cases-late] 逾期的案件，給上級機關
        [cases-assigned] 分派給承辦同仁的案件
        [cases-passed-on] 改由其他機關一併處理的案件
        [draft-waiting] 以郵件寄來的答覆還沒有送出，給回覆的同仁
        [mails-waiting] 有來信還沒有歸入案件，給機關
        [forwarded] 轉給市府以外機關的案件
        [forwarded-contact] 轉給市府以外機關的聯絡資料
        [policy-revision] 隱私權政策的修訂
        [event-sign-up] 活動報名
        [event-waiting] 活動候補
        [event-moved-up] 活動候補遞補
        [event-called-off] 活動取消
        [chain-heads] 簽章聲明
        [moderated] 對發言的處理
        [moderator-role] 為市府擔任的角色
        [breach] 個人資料外洩的通知
        [data-request] 個人資料的要求
        [found-again] 舊發言裡新找到的個人資料
        [digest] 通知的摘要
        [staff-digest] 機關案件的摘要，給同仁
        [review-waiting] 有內容等候審查，給版主
        [support] 附議的確認
        [webhook-off] Webhook已停用，給系統管理員
       *[other] 其他郵件
    }
