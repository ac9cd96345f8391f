# 市政建議：表單、案件、承辦桌面與郵件

list-comma = 、
list-and = 、

suggest-title = 向市府提出建議
suggest-lead = 寫下您看到的問題或想法，我們會送到負責的機關，並告訴您最晚哪一天答覆。不需要帳號，也不需要Cookie。
suggest-urgent = 有立即危險嗎？請直接撥110（警察）、119（消防、救護）或1999（市民專線），不要用這張表單。
suggest-category = 類別
suggest-category-hint = 類別和行政區決定由哪個機關處理。
suggest-category-more = 各類別包含什麼？
suggest-district = 行政區
suggest-name = 標題
suggest-name-hint = 用一句話說明，例如：建工路的人孔蓋凹陷。
suggest-body = 內容
suggest-body-hint = 在哪裡、什麼時候、發生什麼事，希望怎麼改善。
suggest-place = 地點
suggest-place-hint = 地址、路口或附近的地標。
suggest-coordinates = 座標
suggest-coordinates-hint = 用文字說不清楚確切的位置時，可以附上座標。送出時只會附上這兩個欄位裡的內容，不會另外取得您的位置，也不會公開；兩欄都空白就不附座標。
suggest-latitude = 緯度
suggest-latitude-hint = 以度為單位，例如22.62734；南緯請加負號。
suggest-longitude = 經度
suggest-longitude-hint = 以度為單位，例如120.30145；西經請加負號。
suggest-position = 帶入目前位置
suggest-position-looking = 裝置正在定位……
suggest-position-found = 已經帶入您目前的位置，誤差大約{ $metres }公尺。您可以修改，也可以清掉。
suggest-position-refused = 瀏覽器設定為不提供位置。您可以自己填座標，或用文字說明地點。
suggest-position-failed = 裝置找不到目前的位置。請再試一次，或自己填座標、用文字說明地點。
invalid-coordinates-half = 緯度和經度要一起填。請補上這一欄，或把兩欄都清空。
invalid-degrees = 這不是度數。請用數字和小數點填寫，例如22.62734。
invalid-latitude = 緯度在-90到90度之間。是不是和經度填反了？
invalid-longitude = 經度在-180到180度之間。
suggest-contact = 怎麼聯絡您
suggest-contact-text = 都可以不填，也不會公開。填了電子郵件，我們會先寄一封確認信，請在{ $days }天內點開其中的連結；答覆也會寄到這個信箱。期限內沒有確認的話，我們會刪除地址，建議照常處理。
suggest-contact-name = 姓名
suggest-contact-email = 電子郵件
suggest-contact-email-hint = 不填也可以用案號和查詢密碼看到答覆。
suggest-contact-phone = 電話
suggest-share = 把我的聯絡資料交給負責的機關
suggest-share-hint = 不勾選的話，機關只會看到建議的內容。勾選後，建議移轉給市府以外的權責機關時，聯絡資料會一併移轉，也可能依公開的提供協議交給其他單位，詳見下方的告知內容。
suggest-publish = 我想公開這則建議
suggest-publish-hint = 送出時不會公開任何內容。接著您會看到公開後的樣子，逐項決定個人資料怎麼處理，再由版主先看過。您的聯絡資料永遠不會公開。
suggest-check-button = 下一步：看看會送到哪裡
suggest-reused = 這張表單已經送出過，案號是{ $reference }。如果要把現在的內容當作另一則建議，請再送一次。

suggest-check-title = 送出前請再看一次
suggest-check-lead = 這則建議會送到{ $offices }，最晚{ $due }答覆。
suggest-sees = 機關會看到
suggest-sees-text = 建議的內容，不包含您的聯絡資料。
suggest-sees-contact = 建議的內容和您的聯絡資料。
suggest-check-mail = 送出後，我們會寄確認信到{ $email }。請在{ $days }天內點開其中的連結，答覆期限從那時開始算。沒有確認的話，我們會刪除這個地址，建議一樣送到機關。
suggest-send-button = 送到{ $office }
suggest-back-button = 回去修改

suggest-sent-title = 已收到您的建議
suggest-sent-confirm = 還差一步：請點開我們剛寄給您的確認信中的連結，建議就會送到{ $offices }。
suggest-sent-routed = 已送到{ $offices }，最晚{ $due }答覆。
suggest-sent-keep = 請把案號和查詢密碼記下來，只會顯示這一次。有了它們，不用帳號也能看到處理情形和答覆。

confirm-title = 確認您的案件
confirm-text = 按下按鈕，就確認案件{ $reference }是您提出的，我們會馬上送到負責的機關。
confirm-button = 確認並送出
confirm-done-title = 已確認
confirm-done-text = 案件{ $reference }已送到負責的機關，最晚{ $due }答覆。
confirm-gone-title = 這個連結已經失效
confirm-gone-text = 可能是連結沒有複製完整，或已經超過期限。超過期限也沒有關係：您的電子郵件地址已經刪除，案件照常處理，用案號和查詢密碼就能查看。

follow-lead = 用提出建議時得到的案號和查詢密碼，看看處理到哪裡了。
follow-reference-hint = 例如KH-2026-000042-9。
follow-password-hint = 12個字母和數字，分成三組。
follow-button = 查看案件
follow-none = 找不到這組案號和查詢密碼。請對照當時的畫面或郵件再輸入一次；案號仍保留在欄位裡。
follow-mistyped = 案號不完整，或有一碼打錯了：最後的檢查碼和前面的數字不符。請再對照一次；您輸入的案號仍保留在欄位裡。

case-reference = 案號
case-password = 查詢密碼
case-title = 案件{ $reference }
case-offices = 負責的機關
case-forwarded-to = 已移轉給
case-due = 答覆期限
case-records = 處理紀錄
case-pending = 這個案件還在等您點開確認信中的連結。
case-expired = 確認期限已過，您的電子郵件地址已經刪除；建議照常處理，答覆會顯示在這裡。

state-new = 等候確認電子郵件。
state-confirmed = 已確認，正在分案。
state-routed = 已送到負責的機關。
state-in-progress = 負責的機關正在處理。
state-answered = 已經答覆。
state-short-new = 等候確認
state-short-confirmed = 已確認
state-short-routed = 已分案
state-short-in-progress = 處理中
state-short-answered = 已答覆

record-received = 收到建議。
record-confirmed = 電子郵件已確認。
record-accepted-unconfirmed = 未經電子郵件確認，照常受理。
record-routed = 分案給{ $office }。
record-rule = { $rule ->
        [category-and-district] 依這個類別與行政區的規則分案。
        [category] 依這個類別的規則分案。
        [district] 依這個行政區的規則分案。
       *[fallback] 沒有其他規則適用，依預設規則分案。
    }
record-mailed = 已用電子郵件通知{ $office }。
record-taken-up = { $office }開始處理。
record-answered = { $office }已答覆。

due-late = 已逾期{ $count }天
due-today = 今天到期
due-tomorrow = 明天到期
due-days = { $count }天後到期

desk-title = 案件
desk-views = 案件清單
desk-title-of-office = 只有承辦機關看得到
desk-none = 目前沒有案件
desk-none-text = 分到您機關的建議會出現在這裡，期限最近的排在最前面。
desk-keys = 鍵盤
desk-state = 狀態
desk-facts = 案件資料
desk-answer-title = 答覆
desk-answer = 給市民的答覆
desk-answer-hint = 直接說明做了什麼、還會做什麼、什麼時候。送出後就不能修改。
desk-answer-button = 送出答覆
desk-take-up-button = 開始處理
desk-kept = 您剛才輸入的內容
done-taken-up = 已記錄：開始處理。
done-answered = 答覆已送出。
done-answered-not-public = 答覆已送出，但沒有公開：這則建議現在不是公開的。

mail-suggestion-confirmation-subject = 請確認您的建議{ $reference }
mail-suggestion-confirmation-why = 這是{ $city }的市政建議。有人用這個信箱提出了建議，案號是{ $reference }。
mail-suggestion-confirmation-what = 如果是您，請在{ $days }天內點開下面的連結，再按確認。建議會馬上送到負責的機關，期限從那時開始算，答覆也會寄到這個信箱。
mail-suggestion-confirmation-button = 確認建議
mail-suggestion-confirmation-not-you = 如果不是您，什麼都不用做：期限過後，這個地址會刪除，建議則不帶這個地址照常處理。

mail-office-subject = { $reference }：{ $category }，最晚{ $due }答覆
mail-office-why = 這是{ $city }市政建議的自動通知：案件{ $reference }分給您的機關，請在{ $due }以前答覆。
mail-office-category = 類別：{ $category }
mail-office-district = 行政區：{ $district }
mail-office-place = 地點：{ $place }
mail-office-coordinates = 座標：{ $coordinates }（geo:{ $coordinates }）
mail-office-due = 答覆期限：{ $due }
mail-office-name = 姓名：{ $value }
mail-office-email = 電子郵件：{ $value }
mail-office-phone = 電話：{ $value }
mail-office-no-contact = 聯絡資料：市民沒有提供給機關
mail-office-reply = { $sends ->
        [at-once] 機關同仁也可以用帳號的電子郵件地址直接回覆這封信：回覆會立刻寄給市民；如果找到個人資料，或有附件不能接受，就先成為案件的草稿。
       *[draft] 機關同仁也可以用帳號的電子郵件地址直接回覆這封信：回覆會成為案件的草稿，按一下就能送出。
    }
mail-office-button = 開啟案件並答覆

mail-answer-subject = { $reference }：您的建議有答覆了
mail-answer-why = 這是{ $city }的市政建議。{ $office }答覆了您的建議{ $reference }：
mail-answer-what = 用案號和查詢密碼可以看到完整的處理紀錄。請不要直接回覆這封信。
mail-answer-what-reply = 用案號和查詢密碼可以看到完整的處理紀錄。您可以用這個電子郵件地址直接回覆這封信：案件還在處理時，您的回覆會加進案件；之後則由承辦人員閱讀。
mail-answer-button = 查看案件

problem-no-such-case = 找不到這組案號和查詢密碼。
problem-idempotency-key-reused = 這個Idempotency-Key已經用在另一則內容上。
