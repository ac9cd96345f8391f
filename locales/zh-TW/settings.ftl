# 系統管理員在網頁上的設定：外觀與語言、每一頁上方的公告，以及討論區與市政建議的各項期限。

settings-title = 設定
settings-lead = 本站的外觀與語言、每一頁上方的公告，以及各項天數與數值。每次變更從下一次開啟網頁起生效，列在處理紀錄裡，也可以撤銷。
settings-group-face = 名稱與外觀
settings-group-notices = 每一頁上方
settings-group-forum = 討論區與版主
settings-group-suggestions = 市政建議
settings-group-retention = 紀錄保存多久
settings-elsewhere = 在其他地方設定
settings-elsewhere-hint = 有清單的項目，各有自己的頁面。伺服器的網址、密鑰和郵件主機，只寫在設定檔裡。
settings-unknown = 另一個版本的程式設定了「{ $setting }」。這個版本沒有這項設定，因此略過。
settings-shipped = 沒有人設定，使用預設值
settings-of-page = 在這個頁面設定
settings-of-file = 由設定檔或環境變數設定：{ $keys }
settings-unreadable = 這個版本的程式無法辨識原來的設定，改用預設值
settings-fixed-title = 由設定檔設定
settings-fixed = 伺服器的設定檔已經指定這一項，在這裡設定不會生效。要在這個頁面設定，請先從設定檔移除這些項目。
settings-stands = 目前
settings-source = 來源
settings-nothing = 沒有
settings-picture = 一張圖片
settings-yes = 是
settings-no = 否
settings-from = 從{ $time }起
settings-until = 到{ $time }止
settings-between = 從{ $from }到{ $until }
settings-bounds = { $least }到{ $most }
settings-reason = 原因
settings-reason-hint = 供日後查閱紀錄的系統管理員參考，請不要寫出任何人的姓名。
settings-save = 儲存
settings-preview = 先看看樣子
settings-back = 恢復預設值
settings-undo = 撤銷這次變更
settings-changed = 其他人剛才改過這一項。您填的內容都還在；請看看目前的設定，再儲存一次。
settings-past = 變更紀錄
settings-past-none = 沒有人在這裡設定過。
settings-past-set = { $by }設定為：
settings-past-undone = { $by }撤銷第{ $version }次變更，恢復為：
settings-past-shipped = 預設值
settings-past-unreadable = 這個版本的程式無法辨識的內容
settings-past-nobody = 一位系統管理員
done-setting-kept = 已儲存，即刻生效，並列在處理紀錄裡。
done-setting-undone = 已撤銷，恢復先前的設定。

setting-name-title = 城市名稱
setting-name-effect = 依讀者的語言，顯示在每一頁、每封信和蒐集告知裡。已經寄出的信不會改變。
settings-name-zh = 中文名稱
settings-name-en = 英文名稱

setting-colours-title = 顏色
setting-colours-effect = 連結與按鈕的顏色，淺色背景和深色背景各一個。兩者都要容易閱讀：文字的對比至少要4.5比1（WCAG AA），按鈕邊緣至少3比1。
settings-accent = 淺色背景的顏色
settings-accent-dark = 深色背景的顏色
settings-colour-hint = 例如#0b6570。
settings-no-colour = 這還不是一個顏色。
settings-contrast-enough = 文字{ $text }比1，邊緣{ $controls }比1，可以清楚閱讀。
settings-contrast-little = 文字{ $text }比1，邊緣{ $controls }比1，對比不足，不容易閱讀。
settings-sample-text = 一般的句子，以及
settings-sample-link = 句子裡的連結
settings-sample-button = 按鈕

setting-logo-title = 標誌
setting-logo-effect = 顯示在每一頁的城市名稱前面，以及瀏覽器的分頁上。沒有設定時，使用預設的圖案。
settings-logo-file = 圖片
settings-logo-hint = PNG、JPEG或WebP，最大{ $max } MiB。系統會重新製作圖片，寬度最多320像素，只保留畫面本身。不選檔案的話，圖片不變，只更改說明。
settings-alt-zh = 圖片內容的中文說明
settings-alt-en = 圖片內容的英文說明
settings-alt-hint = 給看不到圖片的人。如果旁邊的名稱已經足夠，可以留空。

setting-languages-title = 語言
setting-languages-effect = 網頁提供哪些語言。沒有提供的語言，會連到第一個語言的同一頁。已經選了信件語言的人不受影響，大家寫過的內容也不會改變。
settings-languages-offered = 提供的語言
settings-languages-first = 讀者的語言都沒有提供時，使用
settings-languages-first-hint = 要在提供的語言之內才有效。

setting-banner-title = 每一頁上方的公告
setting-banner-effect = 在您指定的期間內，所有人都會在每一頁看到這段公告，依各人的語言顯示。請不要寫出任何人的姓名。
settings-text-zh = 中文內容
settings-text-en = 英文內容
settings-shown-from = 開始顯示
settings-shown-until = 停止顯示
settings-shown-hint = 以本地時間為準。留空就是立即顯示，直到有人移除。
banner-label = 市府公告

setting-maintenance-title = 系統維護
setting-maintenance-effect = 網站什麼時候無法使用。從現在到維護結束，每一頁都會用預先寫好的文字提醒；這項設定不會讓伺服器停止。
settings-begins = 開始
settings-ends = 結束
settings-times-hint = 以本地時間為準。
maintenance-label = 系統維護
maintenance-words = 本站將於{ $from }到{ $until }進行維護，期間可能無法使用。重要的事情請提前或之後再送出。

setting-edit-minutes-title = 不留記號的修改
setting-edit-minutes-effect = 發言後幾分鐘內的修改，不會留下記號，也不會保留先前版本。適用於之後的發言，以及發表時間還在這個範圍內的發言。
setting-edit-minutes-label = 分鐘
setting-edit-minutes-value = { $count }分鐘

setting-first-posts-title = 最初的發言
setting-first-posts-effect = 市民最初的幾則發言，要由版主看過，別人才看得到。設為0就不會因此等候審核。
setting-first-posts-label = 則數
setting-first-posts-value = { $count }則

setting-limits-title = 依信任程度的限制
setting-limits-effect = 市民一天可以發言和檢舉的數量，是否依信任程度限制。版主和市府人員不受限制。
setting-limits-label = 限制市民一天發言和檢舉的數量

setting-hold-at-title = 疑似垃圾訊息的分數
setting-hold-at-effect = 會員的內容達到這個分數，就要等版主審核。分數越低，攔下的越多，誤攔的也越多。
setting-hold-at-label = 分數
setting-hold-at-value = { $count }分以上

setting-remind-hours-title = 提醒版主
setting-remind-hours-effect = 有項目等候審核超過這麼久，就寄信提醒版主。
setting-remind-hours-label = 小時
setting-remind-hours-value = { $count }小時後

setting-appeal-days-title = 答覆申訴
setting-appeal-days-effect = 申訴在幾個工作天內答覆，作者會知道期限。已經在等候的申訴，期限不變。
setting-appeal-days-label = 工作天
setting-appeal-days-value = { $count }個工作天

setting-confirmation-days-title = 確認電子郵件地址
setting-confirmation-days-effect = 市民有幾天可以確認建議或附議所留的電子郵件地址。逾期的建議照樣受理，但不使用這個地址；附議則會刪除。隱私權政策寫有這個天數，如果不同，也要一併修訂。
setting-confirmation-days-label = 天
setting-confirmation-days-value = { $count }天

setting-remind-days-title = 提醒機關
setting-remind-days-effect = 在承諾的期限前幾個工作天，提醒機關一次。設為0就在期限當天提醒。
setting-remind-days-label = 工作天
setting-remind-days-value = 期限前{ $count }個工作天

setting-close-days-title = 結案
setting-close-days-effect = 建議在答覆後幾天結案。改短之後，已經超過天數的案件會在下次檢查時結案。
setting-close-days-label = 天
setting-close-days-value = 答覆後{ $count }天

setting-reopen-days-title = 重新開案
setting-reopen-days-effect = 答覆後多久之內，市民可以用案號和密碼重新開案。承辦機關隨時可以重新開案。
setting-reopen-days-label = 天
setting-reopen-days-value = 答覆後{ $count }天

setting-retention-cases-title = 建議與詢問
setting-retention-cases-effect = 案件結束幾年後，連同案卷一起刪除。年數改少，超過年數的案件會在一小時內刪除，無法復原；年數改多，還沒刪除的會保存更久。蒐集告知從現在起使用新的年數。
setting-retention-cases-label = 年
setting-retention-cases-value = { $count }年
setting-retention-decisions-title = 處理決定
setting-retention-decisions-effect = 對發言和資料做過的處理與依據，保存幾年。年數改少，超過年數的會在一小時內刪除，無法復原；年數改多，還沒刪除的會保存更久。處理紀錄本身仍會保留，只刪除另外密封的內容。
setting-retention-decisions-label = 年
setting-retention-decisions-value = { $count }年
setting-retention-requests-title = 個人資料的要求
setting-retention-requests-effect = 要求結束幾年後刪除。年數改少，超過年數的會在一小時內刪除，無法復原；年數改多，還沒刪除的會保存更久。蒐集告知從現在起使用新的年數。
setting-retention-requests-label = 年
setting-retention-requests-value = { $count }年

invalid-setting-form = 系統無法辨識這項內容，設定沒有變更。
invalid-setting-markup = 名稱裡不能有 < 和 >，因為名稱會原樣顯示在各處。
invalid-setting-colour = 這不是一個顏色，請寫成#0b6570的樣子。
invalid-setting-contrast = 這個顏色的對比是{ $word }比1，至少要{ $min }比1。淺色背景請選深一點的顏色，深色背景請選淺一點的顏色。
invalid-setting-no-language = 請至少保留一種語言。
invalid-setting-number = 請填{ $min }到{ $max }的整數。
invalid-setting-years = 在網頁上不能少於{ $min }年，因為受害人在這段期間可以請求賠償（個人資料保護法第30條、國家賠償法第8條）。如果核定的保存年限較短，請寫在伺服器的設定檔裡。
invalid-setting-time = 這不是日期和時間。
invalid-setting-order = 結束時間必須晚於開始時間。
invalid-setting-past = 這個時間已經過了。
invalid-setting-fixed = 伺服器的設定檔已經指定這一項（{ $word }），不能在網頁上變更。設定維持不變。
invalid-setting-nothing = 沒有可以撤銷的變更。
invalid-setting-unreadable = 先前的內容現在已經不能使用，請改設其他內容。
settings-logo-again = 還沒有儲存任何內容。回答問題之後，請再選一次圖片檔案。
invalid-setting-logo-large = 這個檔案太大，不適合當標誌。請選小一點的，最大{ $max } MiB。
invalid-setting-logo-kind = 這不是靜態圖片。不論檔名為何，內容必須是PNG、JPEG或WebP。
invalid-setting-logo-damaged = 無法讀取這張圖片。請打開後重新存檔，再選一次。
invalid-setting-tall = 這張圖片的高度超過寬度的兩倍，放不進這一行。
invalid-setting-no-picture = 請選擇圖片。
