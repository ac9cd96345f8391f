# 系統管理員看的服務狀態。

status-title = 服務狀態
status-lead = Plaza此刻的狀況：有什麼需要處理、什麼在等候、排程工作進行得如何。這裡沒有任何人的資料。
status-well-tag = 正常
status-well = 目前沒有需要您處理的事。
status-alarms = 需要有人處理
status-alarm = { $alarm ->
        [mails-late] 郵件延誤：有些郵件到期未寄或一直寄不出去，超過了設定的時限。請到「未寄出的郵件」看郵件伺服器說了什麼。
        [relay-away] 郵件伺服器無法使用。所有郵件都等到它恢復再寄，不會遺失。
        [dead-mails] 有郵件不再寄送。請到「未寄出的郵件」重新寄送、改寄或放棄寄送。
        [inbox-waits] 有寄來的郵件等候歸入案件超過一天。預設機關的成員可以在「寄進來的郵件」處理。
        [review-waits] 有項目等候審核，超過了給版主的時間。
        [job-overdue] 有排程工作太久沒有順利完成。下方表格列出是哪一項，原因在系統日誌裡。
        [job-fails] 有排程工作連續失敗多次。下方表格列出是哪一項，原因在系統日誌裡。
        [disk-full] 磁碟快滿了。寫不進去的時候，市民無法發言，郵件也無法寄出。
        [journal-apart] 刪除紀錄和資料庫不一致。處理好之前不要重新啟動這個節點，做法請看備份的說明文件。
        [webhook-off] 有Webhook因為一直送不到而停用。請到「Webhook」查看。
       *[calendar-ends] 未來兩個月的國定假日還不知道。請匯入辦公日曆，否則回覆期限會算得太早。
    }
status-queues = 等候中的項目
status-queue = 佇列
status-count = 數量
status-oldest = 最早的一件
status-mails-waiting = 等候寄送的郵件
status-mails-delayed = 寄送不成、稍後再試的郵件
status-mails-dead = 不再寄送的郵件
status-inbox = 還沒歸入案件的來信
status-webhooks = 等候傳送的事件
status-webhooks-dead = 不再傳送的事件
status-review = 等候審核
status-digests = 機關摘要裡的動態
status-mail = 郵件
status-relay = 郵件伺服器
status-relay-well = 就這個節點所知，可以使用
status-relay-away = { $step ->
        [connection] { $since }起連不上
        [greeting] { $since }起沒有回應
        [tls] { $since }起無法建立安全連線
        [log-on] { $since }起不接受Plaza的密碼
        [sender] { $since }起不接受市府的地址
       *[other] { $since }起郵件資料夾無法寫入
    }
status-mails-tried = { $outcome ->
        [sent] 這個節點啟動後寄出
        [delayed] 延後再試
       *[refused] 遭拒收
    }
status-jobs = 排程工作
status-no-jobs = 這裡沒有執行排程工作。
status-job-name = 工作
status-job-standing = 狀況
status-job-last = 上次執行
status-job-took = 耗時
status-job-next = 下次執行
status-job-well = 正常
status-job-runs = 執行中
status-job-waits = 尚未執行
status-job-overdue = 逾時
status-job-failed = 失敗{ $count }次
status-job-log = { $time }，系統日誌中的執行代號{ $run }
status-job = { $job ->
        [render_again] 重新產生較早的文字
        [write_breach_letters] 寫個資外洩的通知信
        [accept_unconfirmed] 刪除沒有確認的建議
        [close_answered] 結束已答覆的案件
        [read_calendar] 讀取辦公日曆
        [read_clock] 向資料庫對時
        [read_officials] 讀取機關的聯絡資料
        [read_foot] 讀取頁尾連到的頁面
        [read_policy] 讀取隱私權政策的修訂
        [read_settings] 讀取網頁上的設定
        [remind_offices] 提醒機關
        [remind_moderators] 提醒版主
        [remind_inbox] 提醒還沒歸入案件的來信
        [record] 寫入存取紀錄和當天的數字
        [count_supports] 計算附議人數
        [settle_polls] 結算意見調查
        [require_factors] 落實雙重驗證規定
        [send_digests] 寫摘要
        [freeze_statistics] 固定已結束月份的統計
        [make_open_data] 產生開放資料
        [collect_attachments] 刪除不再需要的檔案
        [sweep_attachments] 檢查所有存放的檔案
        [watch_offices] 注意郵件是否寄達機關
        [note_unreached] 把沒有寄達市民的郵件記入案件
        [tell_assignees] 通知新的承辦人
        [watch_mail] 注意郵件是否準時寄出
        [sign_heads] 簽署當天的簽章聲明
        [index_texts] 建立搜尋索引
        [retention] 刪除保存期限已到的資料
        [deliver_webhooks] 傳送事件到Webhook
       *[other] 其他工作
    }
status-node = 這個節點
status-version = 版本
status-since = 啟動時間
status-in-flight = 處理中的請求
status-database = 資料庫
status-database-is = { $kind ->
        [sqlite] SQLite
       *[postgresql] PostgreSQL
    }
status-connections = 資料庫連線
status-connections-are = 使用中{ $used }條，最多{ $most }條
status-waiting = 等候資料庫連線
status-queued = 等候寫入的變更
status-cpu = 用掉的處理器時間
status-seconds = { $seconds }秒
status-memory = 記憶體
status-files = 開啟的檔案
status-files-are = { $open }個，最多{ $most }個
status-journal = 刪除紀錄
status-journal-is = { $standing ->
        [agree] 和資料庫一致
        [ahead] 資料庫比刪除紀錄舊，像是剛還原過備份
        [short] 少了資料庫已經執行的刪除
        [missing] 資料庫執行過刪除，卻找不到刪除紀錄
       *[unread] 無法讀取
    }
status-disks = 磁碟
status-disk = 存放的內容
status-disk-of = { $place ->
        [database] 資料庫
        [attachments] 附件
        [erasure-journal] 刪除紀錄
       *[access-log] 存取紀錄
    }
status-disk-free = 可用空間
status-disk-size = 總容量
status-disk-full = 快滿了
status-elsewhere = 佇列是整個城市的；排程工作、連線、記憶體和磁碟是這個節點自己的，其他節點請到那裡看。Plaza不知道上次備份是什麼時候。
