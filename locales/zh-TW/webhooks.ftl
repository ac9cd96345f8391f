# Webhook：把事件傳送到哪裡，給系統管理員。

webhooks-title = Webhook
webhooks-lead = 這裡設定要把發生的事通知市府的哪些程式：每件事都是一則有簽章、送到接收端點的請求，內容是那一刻所有人都讀得到的，不含任何依隱私權政策提供給市府的資料。
webhooks-empty-title = 還沒有程式接收事件
webhooks-empty-text = 新增接收端點，讓程式知道討論區、建議與審核發生了什麼。
webhook-new = 新增接收端點
webhook-edit = 修改接收端點
webhook-title = Webhook：{ $host }
webhook-standing = { $standing ->
        [on] 啟用中
        [failing] 啟用中，但送不到
        [given-up] 已停用：一直送不到
        [gone] 已停用：對方已不存在
       *[off] 已停用
    }
webhook-kinds-count = { $count }種事件
webhook-waiting = { $count }則等候傳送
webhook-dead = { $count }則不再傳送
webhook-stands = 狀況
webhook-failing-since = { $time }起
webhook-url = 網址
webhook-url-hint = 程式的https網址，不含使用者名稱與密碼。市府內部網路的主機，要設定檔列出才能使用。
webhook-description = 說明
webhook-description-hint = 是哪個程式、由誰負責。系統管理員會看到。
webhook-kinds = 事件
webhook-kinds-hint = 從現在起，勾選的事件會通知這個程式。
webhook-group = { $group ->
        [forum] 討論區
        [suggestions] 建議
       *[moderation] 審核
    }
webhook-kind-topic-created = 發起主題
webhook-kind-topic-created-hint = 主題第一次公開。
webhook-kind-post-published = 發表回覆
webhook-kind-post-published-hint = 回覆第一次公開。
webhook-kind-post-edited = 編輯發言
webhook-kind-post-edited-hint = 公開的發言改了內容。
webhook-kind-post-masked = 遮蔽字句
webhook-kind-post-masked-hint = 公開的發言有字句遭遮蔽或移除。存有副本的程式應重新取得。
webhook-kind-post-hidden = 發言不再公開
webhook-kind-post-hidden-hint = 公開的發言遭隱藏或暫停公開。存有副本的程式應把它隱藏。
webhook-kind-post-restored = 發言恢復公開
webhook-kind-post-restored-hint = 先前看不到的發言又公開了。
webhook-kind-post-withdrawn = 撤回發言
webhook-kind-post-withdrawn-hint = 發言由作者刪除，或為作者刪除，先前遭隱藏的也算。存有副本的程式應把它刪除。
webhook-kind-answer-published = 機關答覆
webhook-kind-answer-published-hint = 機關在主題裡答覆。
webhook-kind-suggestion-received = 收到建議
webhook-kind-suggestion-received-hint = 案件成立：只有案號、類別與狀態，沒有內容，也沒有建議人。
webhook-kind-suggestion-routed = 建議分案
webhook-kind-suggestion-routed-hint = 案件有了負責的機關，或改由其他機關負責。
webhook-kind-suggestion-answered = 建議已答覆
webhook-kind-suggestion-answered-hint = 案件已答覆；不含答覆的內容。
webhook-kind-suggestion-closed = 建議已結案
webhook-kind-suggestion-closed-hint = 案件結案、移轉、併案或不予處理，由狀態說明是哪一種。
webhook-kind-suggestion-reopened = 建議重新開案
webhook-kind-suggestion-reopened-hint = 案件重新開案。
webhook-kind-suggestion-published = 公開建議
webhook-kind-suggestion-published-hint = 建議公開了，以主題表示，查不到是哪個案件。
webhook-kind-suggestion-withdrawn = 收回公開的建議
webhook-kind-suggestion-withdrawn-hint = 案件公開的內容已收回。
webhook-kind-moderation-opened = 有項目等候審核
webhook-kind-moderation-opened-hint = 只有原因與日期；沒有內容，也沒有是誰的。
webhook-kind-moderation-decided = 版主做了決定
webhook-kind-moderation-decided-hint = 和公開的處理紀錄相同：編號、處理方式、依據與日期。
webhook-kind-webhook-test = 測試
webhook-save = 儲存
webhook-make = 新增這個接收端點
webhook-changed = 其他人剛才修改了這一項。您輸入的內容還在這裡；再儲存一次，就會取代對方的內容。
webhook-secret-title = 請現在記下這組密鑰
webhook-secret-lead = 程式用它確認事件來自這裡。密鑰只顯示這一次，請先放進程式的設定再繼續。
webhook-secret = 密鑰
webhook-secret-exchanged = { $hours }小時內，事件同時以原來的密鑰簽章，您更換設定時程式不會中斷。
webhook-secret-on = 我記下了
webhook-exchanged-until = { $time }之前，原來的密鑰也會簽章
webhook-exchange = 更換密鑰
webhook-exchange-hint = 產生新的密鑰並顯示一次。24小時內，原來的密鑰也會簽章。
webhook-off-note = 停用期間不傳送任何事件，期間發生的事之後也不會補送。標為「不再傳送」的事件，啟用後可以重新傳送。
webhook-test = 傳送測試事件
webhook-switch-off = 停用
webhook-switch-on = 啟用
webhook-redeliver-all = 重新傳送標為「不再傳送」的{ $count }則
webhook-redeliver = 重新傳送
webhook-deliveries = 傳送紀錄
webhook-deliveries-hint = 最近30天。每則會試三天，間隔越來越長；程式的回應只保留狀態碼。
webhook-no-deliveries = 還沒有傳送過
webhook-no-deliveries-text = 傳送測試事件，看看是否送達。
webhook-event = 事件
webhook-happened = 發生時間
webhook-fares = 狀態
webhook-tries = 次數
webhook-answered = 回應
webhook-again = 再送一次
webhook-next = 下次{ $time }
webhook-delivery = { $standing ->
        [waiting] 等候傳送
        [delivered] 已送達
       *[dead] 不再傳送
    }
webhook-failure = { $failure ->
        [status] 回應{ $status }
        [redirect] 要求轉到別的網址（{ $status }）；系統不會跟著轉
        [gone] 回應已不存在（{ $status }）
        [late] 逾時沒有回應
        [name] 找不到這個主機名稱
        [connect] 連不上
        [tls] 無法建立安全連線；請檢查憑證
        [private] 位於內部網路，設定檔不允許
        [off] 接收端點已停用
        [settings] 無法送出請求；請檢查網址並更換密鑰
       *[broken] 連線中斷
    }
webhook-remove-title = 移除
webhook-remove-hint = 接收端點、密鑰和所有等候傳送的事件都會移除。
webhook-remove = 移除這個接收端點
invalid-webhook-address = 請輸入程式的完整網址，例如https://hooks.city.example/plaza，不含使用者名稱、密碼與#。
invalid-webhook-https = 事件只透過https傳送，途中才不會有人讀取或更改。設定檔列出的主機不受此限。
invalid-webhook-private = 這個主機位於內部網路。維運Plaza的人可以在設定檔的webhooks.allow_private允許它。
invalid-webhook-kinds = 請至少選擇一種事件。
invalid-webhook-many = 最多20個接收端點。
done-webhook-kept = 已儲存。這次變更已列入處理紀錄，不含網址。
done-webhook-on = 已啟用，從現在起會收到事件。
done-webhook-off = 已停用，不再收到事件。
done-webhook-tested = 測試事件已送出。幾秒後，下方紀錄會顯示是否送達。
done-webhook-redelivered = 正在重新傳送。幾秒後，下方紀錄會顯示是否送達。
done-webhook-none-dead = 沒有需要重新傳送的事件。
done-webhook-removed = 接收端點已移除。
mail-webhook-off-subject = Webhook已停用：{ $host }
mail-webhook-off-what = { $city }通知您這位系統管理員：事件不再傳送到{ $host }。{ $why ->
        [gone] 對方回應已不存在。
       *[failing] 已經五天送不到。
    }
mail-webhook-off-next = 這段期間發生的事之後不會補送。程式恢復接收後，請啟用接收端點；標為「不再傳送」的事件可以在那裡重新傳送。
mail-webhook-off-button = 前往接收端點
