# 聯絡資訊與隱私權詢問。

contact-hours = 服務時間
contact-hours-days = { $days } { $times }
contact-open = 服務中，到{ $time }
contact-opens-today = 目前休息，今天{ $time }開始服務
contact-opens-tomorrow = 目前休息，明天{ $time }開始服務
contact-opens-weekday = 目前休息，{ $day }{ $time }開始服務
contact-opens-date = 目前休息，{ $date }{ $time }開始服務
contact-closed = 目前休息
contact-enquire = 詢問您的資料

weekday-1 = 週一
weekday-2 = 週二
weekday-3 = 週三
weekday-4 = 週四
weekday-5 = 週五
weekday-6 = 週六
weekday-7 = 週日
weekday-range = { $from }至{ $to }

enquiry-title = 隱私權與個人資料詢問
enquiry-lead = 對隱私權政策、資料的蒐集與利用有疑問，或想更新自己的資料，都可以在這裡詢問。不需要帳號，也不需要Cookie。
enquiry-answer-by = 最晚{ $due }答覆。
enquiry-call = 也可以撥打{ $phone }（{ $status }）。
enquiry-about = 想詢問什麼？
enquiry-about-policy = 隱私權政策
enquiry-about-use = 資料的蒐集與利用
enquiry-about-update = 更新我的資料
enquiry-body = 詢問內容
enquiry-body-hint = 您想知道或想更改的事項。請不要填寫身分證字號或銀行帳號。
enquiry-contact = 怎麼和您聯絡
enquiry-contact-text = 這些都可以不填，不會公開，只有個資保護專員看得到。如果填了電子郵件地址，我們會先寄一封確認信：請在{ $days }天內點開信裡的連結。答覆也會寄到這裡。
enquiry-send = 送到個資保護專員
enquiry-sent-title = 我們收到您的詢問了
enquiry-sent-confirm = 還差一步：請點開我們剛寄給您的信裡的連結，您的詢問就會送到{ $office }。
enquiry-sent-routed = 已經送到{ $office }，最晚{ $due }答覆。

record-received-enquiry = 收到詢問。

mail-enquiry-confirmation-subject = 請確認您的詢問{ $reference }
mail-enquiry-confirmation-why = 這裡是{ $city }。有人用這個電子郵件地址提出隱私權詢問，案號是{ $reference }。
mail-enquiry-confirmation-what = 如果是您本人，請在{ $days }天內點開下面的連結，按下頁面上的按鈕。您的詢問會立刻送到個資保護專員，答覆期限從那時算起，答覆也會寄到這個地址。
mail-enquiry-confirmation-button = 確認這則詢問
mail-enquiry-confirmation-not-you = 如果不是您，不需要做任何事：期限一過，這個地址就會刪除，詢問照常處理。
mail-enquiry-office-why = 這是{ $city }的自動通知：收到隱私權詢問{ $reference }，請在{ $due }前答覆。
mail-enquiry-answer-subject = { $reference }：您的詢問已有答覆
mail-enquiry-answer-why = 這裡是{ $city }。{ $office }答覆了您的詢問{ $reference }：
