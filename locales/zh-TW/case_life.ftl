# 分案之後：機關怎麼處理案件，市民會被告知什麼

state-closed = 已經結案。
state-not-processed = 已登記，不予處理。
state-duplicate = 和另一個相同事由的案件一併處理。
state-forwarded = 已移轉給市府以外的權責機關。
state-short-closed = 已結案
state-short-not-processed = 不予處理
state-short-duplicate = 重複案件
state-short-forwarded = 已移轉

record-reassigned = 改分給{ $office }。
record-redated = 答覆期限改為{ $due }。
record-extended = { $office }延後答覆期限到{ $due }。
record-forwarded = { $office }移轉給市府以外的權責機關。
record-not-processed-no-content = { $office }不予處理：沒有具體的內容（行政程序法第173條第1款）。
record-not-processed-no-name = { $office }不予處理：沒有真實的姓名和住址（行政程序法第173條第1款）。
record-not-processed-answered = { $office }不予處理：同一事由已經適當處理並明確答覆（行政程序法第173條第2款）。
record-not-processed-elsewhere = { $office }不予處理：同一事由分別向多個機關提出，另有主管機關（行政程序法第173條第3款）。
record-duplicate = { $office }和另一個相同事由的案件一併處理。
record-merged = { $office }併入另一個相同事由的案件，答覆也是這個案件的答覆。
record-took-in = 另一個案件併入這個案件。
record-answered-too = { $office }已答覆。
record-closed = { $office }結案。
record-closed-by-time = 答覆之後沒有其他事項，結案。
record-reopened = { $office }重新開案。
record-reopened-by-resident = 市民重新開案。
record-bounced = 寄給市民的郵件被退回，無法送達。
record-auto-replied = 與本案有關的郵件收到系統自動回覆，例如不在辦公室的通知。
record-reminded = 已提醒{ $office }答覆期限將至。
record-passed-on = 承辦機關收不到郵件，案件同時交給{ $office }，並已通知。
record-escalated = 已過答覆期限，通知上級機關{ $office }。
record-noted = { $office }的內部註記，只有承辦機關看得到。

not-processed-no-content = 沒有具體的內容（行政程序法第173條第1款）。
not-processed-no-name = 沒有真實的姓名和住址（行政程序法第173條第1款）。
not-processed-answered = 同一事由已經適當處理並明確答覆（行政程序法第173條第2款）。
not-processed-elsewhere = 同一事由分別向多個機關提出，另有主管機關（行政程序法第173條第3款）。

suggest-name-not-needed = 依行政程序法第173條，沒有具體內容，或沒有真實姓名和住址的建議，機關可以不處理。{ $city }對沒有留姓名的建議一樣處理。
suggest-name-needed = 依行政程序法第173條，沒有具體內容，或沒有真實姓名和住址的建議，機關可以不處理，{ $city }也可能這麼做。不過每一則建議都會登記。

desk-not-now = 這個案件的狀態已經改變，現在是「{ $state }」。最近一筆紀錄在{ $at }{ $named ->
        [yes] （{ $by }）
       *[no] {""}
    }：{ $what }您輸入的內容還在這裡；請看過處理紀錄再決定。
desk-stays-here = 隱私詢問由告知內容所列的機關處理，不能改分或移轉。
desk-due-unknown = { $year }年的辦公日曆還沒有匯入，這個日期只扣除週末。
desk-acts = 其他處理
desk-goes-on-in = 併入
desk-same-matter = 一併處理的案件
desk-act = { $act ->
        [take-up] 開始處理
        [reassign] 改分其他機關
        [forward] 移轉市府以外的機關
        [extend] 延後答覆期限
        [not-process] 不予處理
        [duplicate] 重複或併案
        [close] 結案
        [reopen] 重新開案
        [assign] 指定承辦人
        [ask] 詢問市民
       *[note] 寫內部註記
    }
desk-act-lead = { $act ->
        [take-up] 市民會看到案件已經開始處理。
        [reassign] 另一個機關會馬上收到郵件，案件也會出現在它的桌面；您的機關就不再承辦。告訴市民的期限不變，如果已經來不及，則是下一個工作天。市民會收到通知和您的理由。
        [forward] 用在不屬市府權責的案件。權責機關會收到標題、內容和地點的郵件；市民同意提供，而且事先告知過的，聯絡資料另外寄一封。市民會知道案件移轉到哪裡，案件在市府到此為止。
        [extend] 市民會馬上收到新的期限和您的理由。原來的期限過了，就不能再延期。
        [not-process] 案件仍然登記，留在檔案裡；市民會收到依據和您的理由。
        [duplicate] 這個案件到此為止，由另一個案件繼續。市民會被告知這件事，但不會知道另一個案件的任何內容。
        [close] 答覆之後沒有其他要處理的。市民在一定天數內仍然可以重新開案。
        [reopen] 承辦的機關會重新收到案件，答覆期限重新起算；市民會收到通知和您的理由。
        [ask] 市民會馬上收到通知，可以在案件的頁面回覆。答覆的期限不變；來不及的話請延期。
        [assign] 同事會收到郵件，也會在「我承辦的」看到。這會留在檔案裡，市民看不到。
       *[note] 給承辦這個案件的機關看。市民看不到，但會留在檔案裡，不能更改。
    }
desk-act-button = { $act ->
        [take-up] 開始處理
        [reassign] 改分
        [forward] 移轉
        [extend] 延期
        [not-process] 登記，不予處理
        [duplicate] 到此為止
        [close] 結案
        [reopen] 重新開案
        [assign] 指定
        [ask] 送出詢問
       *[note] 儲存註記
    }
desk-act-office = 機關
desk-act-agency = 機關名稱
desk-act-address = 機關的電子郵件
desk-act-address-hint = 公務信箱。會記在檔案裡，市民也看得到。
desk-act-until = 新的答覆期限
desk-act-until-hint = 要是工作天，而且比原來的期限晚。
desk-act-ground = 依據
desk-act-of = 另一個案件的案號
desk-act-of-hint = 必須是您的機關承辦的案件。
desk-act-merge = 併案：這位市民也會收到另一個案件的答覆
desk-act-merge-hint = 只在答覆不會透露另一位市民的事情時勾選。
desk-act-words = 註記
desk-act-reason = 理由
desk-act-reason-hint = 市民會看到，請不要提到其他人。

done-act-take-up = 已記錄：開始處理。
done-act-reassign = 案件已經改由另一個機關處理，並通知市民。
done-act-forward = 案件已經移轉，並通知市民。
done-act-extend = 已經延期，並通知市民。
done-act-not-process = 已經記錄，並通知市民。
done-act-duplicate = 案件由另一個案件繼續，並通知市民。
done-act-close = 已經結案。
done-act-reopen = 案件已經重新開案，並通知市民。
done-act-note = 註記已經儲存。

invalid-office-has-it = 這個機關已經承辦這個案件。
invalid-due-passed = 原來的期限已經過了，不能再延期。請直接答覆，並說明還有什麼要做。
invalid-due-not-later = 請選擇比原來的期限晚的日期。
invalid-due-too-far = 請選擇一年以內的日期。
invalid-due-day-off = 這一天機關不上班，請選擇工作天。
invalid-reference = 案號不完整，或有一碼打錯了。
invalid-reference-unknown = 您的機關沒有這個案號的案件。
invalid-reference-own = 這就是這個案件自己的案號。
invalid-reference-duplicate = 那個案件已經併入另一個案件，請填它併入的案號。
invalid-merge-promised = 有其他案件併入這個案件，市民也會收到它的答覆，所以這個案件只能併案。
invalid-reference-over = 那個案件沒有答覆就結束了，不能併入。

reopen-title = 還有事情沒有解決嗎？
reopen-lead = 在{ $until }以前，您可以將這個案件重新開案。機關會重新收到，答覆期限也重新起算。
reopen-words = 答覆沒有解決的事情
reopen-hint = 機關會看到。
reopen-button = 重新開案
reopen-done = 案件已經重新開案，並通知機關。

mail-office-because = 為什麼現在送到貴機關：{ $reason }

mail-news-reassigned-subject = { $reference }：您的案件改由另一個機關處理
mail-news-reassigned-due = 原訂的答覆期限已過，或來不及處理，因此答覆期限改為{ $due }。
mail-news-reassigned = 這裡是{ $city }。{ $office }把您的案件{ $reference }改由負責的{ $to }處理。
mail-news-extended-subject = { $reference }：答覆期限延後
mail-news-extended = 這裡是{ $city }。{ $office }需要更多時間處理您的案件{ $reference }，最晚{ $due }答覆。
mail-news-forwarded-subject = { $reference }：您的案件已經移轉
mail-news-forwarded = 這裡是{ $city }。您的案件{ $reference }不屬市府權責，{ $office }已經移轉給{ $agency }（{ $address }），由該機關答覆您。
mail-news-not-processed-subject = { $reference }：您的案件不予處理
mail-news-not-processed = 這裡是{ $city }。您的案件{ $reference }，{ $office }不予處理：
mail-news-duplicate-subject = { $reference }：您的案件併案處理
mail-news-duplicate = 這裡是{ $city }。{ $office }正在處理另一個相同事由的案件，您的案件{ $reference }會一併處理。
mail-news-merged-subject = { $reference }：您的案件併案處理
mail-news-merged = 這裡是{ $city }。{ $office }正在處理另一個相同事由的案件，您的案件{ $reference }會一併處理，您也會收到答覆。
mail-news-reopened-subject = { $reference }：您的案件重新開案
mail-news-reopened = 這裡是{ $city }。{ $office }將您的案件{ $reference }重新開案，最晚{ $due }答覆。
mail-news-reason = 理由：{ $reason }
mail-news-registered = 案件仍然登記。
mail-news-with-contact = 您同意提供的聯絡資料已經一併移轉。
mail-news-without-contact = 沒有移轉聯絡資料。

mail-forwarded-subject = { $reference }：移轉貴機關的案件
mail-forwarded-why = 這是{ $city }的市政建議。案件{ $reference }屬貴機關權責，{ $office }依行政程序法第172條移轉貴機關。
mail-forwarded-told = 市民已經知道案件移轉到貴機關。市民同意提供的聯絡資料，會另外寄一封郵件。
mail-forwarded-contact-subject = { $reference }：市民的聯絡資料
mail-forwarded-contact-why = 先前移轉的案件{ $reference }，市民同意為這個案件提供下列聯絡資料，不得作為其他用途。

mail-cases-due-subject = { $count }件案件的答覆期限將至
mail-cases-due-why = 這是{ $city }的市政建議，提醒{ $office }：以下案件的答覆期限將至。
mail-cases-due-what = 請在期限以前答覆；需要更多時間的話，請在期限以前延期，市民會收到通知。期限過後，系統會通知上級機關。
mail-cases-late-subject = { $office }有{ $count }件案件逾期未答覆
mail-cases-late-why = 這是{ $city }的市政建議。{ $office }的以下案件已過答覆期限，還沒有答覆。
mail-cases-late-what = 請督促該機關答覆，或改分給合適的機關。案件也在貴機關的桌面上；聯絡資料，只在市民當時已被告知上級機關也會收到案件時，才看得到。
mail-cases-passed-on-subject = { $office }收不到郵件：{ $count }件案件同時交給貴機關
mail-cases-passed-on-why = 這是{ $city }的市政建議。寄給{ $office }的郵件無法送達，而貴機關是預設機關，因此以下案件現在也由貴機關承辦。
mail-cases-passed-on-what = 請直接答覆、督促該機關答覆，或改分給其他機關。案件在貴機關的桌面上；市民當時沒有被告知預設機關可能收到案件的，看不到聯絡資料。
mail-cases-assigned-subject = { $count }件案件由您承辦
mail-cases-assigned-why = 這是{ $city }的市政建議。同事指定您承辦以下案件。
mail-cases-assigned-what = 每個連結都會打開案件桌面上的案件。無法承辦的，可以在那裡選擇不再承辦，或指定另一位同事。
mail-due-line = { $reference }　{ $category }　{ $district }　{ $left ->
        [0] 今天到期（{ $due }）
        [1] 明天到期（{ $due }）
       *[other] { $due }到期
    }
mail-due-button = 前往案件桌面

# 答覆範本

templates-short = 答覆範本
templates-title = 答覆範本
templates-lead = 機關可以用其中一則開始寫答覆，依案件的語言，再照需要修改。
templates-empty-title = 還沒有範本
templates-empty-text = 為常用的答覆新增一則範本。
templates-every = 所有類別
templates-in = { $language ->
        [zh] 中文
       *[en] 英文
    }
template-new = 新增範本
template-edit = 修改範本
template-name = 名稱
template-name-hint = 機關用它來選擇，例如：坑洞已填補。
template-language = 語言
template-language-hint = 這個語言的案件才會出現。
template-body = 內容
template-body-hint = 不針對特定人：不要寫姓名或案號。
template-save = 儲存範本
template-remove = 刪除範本
template-changed = 其他人剛才修改了這則範本。您的文字還在這裡；再儲存一次，就會取代對方的內容。
done-template-kept = 範本已經儲存。
done-template-removed = 範本已經刪除。用它寫成的答覆不受影響。
desk-template = 用範本開始
desk-template-hint = 會加在您已經寫的內容下面，可以再修改。
desk-template-button = 帶入範本

# 還沒有確認的案件

pending-came-back = 確認信寄不到您留的地址，請更正。
pending-email = 更正電子郵件地址
pending-email-hint = 我們會把確認信寄到這個地址，先前的連結就失效了。確認期限不變。
pending-correct-button = 寄到這個地址
pending-corrected = 確認信寄到新的地址了。
pending-drop-lead = 不想提出了嗎？在確認以前，還沒有機關看過這個案件，可以整件刪除，無法復原。
pending-drop-button = 刪除案件
pending-drop-title = 刪除這個案件
pending-drop-what = 案件{ $reference }的內容、聯絡資料和檔案會立刻刪除。刪除後無法復原。
pending-drop-sure = 永久刪除這個案件
pending-dropped-title = 案件已經刪除
pending-dropped-text = 案件{ $reference }的內容、聯絡資料和檔案都刪除了，案號和查詢密碼也失效了。
invalid-corrected-often = 這個案件的地址已經更正過很多次，不能再更正。沒有確認的話，期限過後會刪除地址，建議照常處理。
record-address-corrected = 更正電子郵件地址，重新寄出確認信。
