# 蒐集個人資料時告知的內容。改動這裡的文字時，要同時提高 src/privacy/notices.rs 裡的版本：
# 每一筆同意都記著當時看到的是哪一版。

notice-title = 我們怎麼使用您的資料
notice-changed = 您開啟這一頁之後，個人資料的告知內容有更新。請再看一次下面的內容；您填的都還在。
notice-label-who = 誰在蒐集
notice-label-purpose = 目的
notice-label-kinds = 資料類別
notice-label-long = 保存多久
notice-label-where = 在哪裡使用
notice-label-receivers = 誰會收到
notice-label-rights = 您的權利
notice-label-refuse = 如果您不想提供

notice-registration-who = { $city }
notice-registration-purpose = 提供帳號服務：讓您登入、寄送與帳號有關的郵件，並顯示發言是誰寫的。
notice-registration-kinds = 電子郵件地址（加密保存）、密碼（只存雜湊值）、顯示名稱、語言、各登入階段的登入日與最後使用日，以及您自己設定的項目：偏好設定、關注的主題和相關通知、書籤、表態、草稿、雙重驗證、與市府單一登入的連結、API權杖（含最後使用日）；投票只留下無法連到任何人的記號。個人資料檔案清單所列類別：{ $kinds }。
notice-registration-long = 帳號存在期間。其中帳號的紀錄（登入、更改密碼等）保存{ $account_events }天，通知{ $notifications }天，草稿在最後一次編輯後{ $drafts }天，登入階段和信裡的連結到期為止。註冊或新地址沒有完成驗證的，24小時後刪除。
notice-registration-where = 存放在本市自己的伺服器。顯示名稱在任何地方都看得到。
notice-registration-receivers = 除了您自己，沒有別人。顯示名稱則所有人都看得到。
notice-registration-rights = 您可以查詢、複製、更正或刪除自己的資料，也可以要求停止使用：在您的帳號裡操作、撥打{ $phone }，或來信{ $email }。也隨時可以在那裡撤回同意。
notice-registration-refuse = 就無法建立帳號。不需要帳號的功能，您都可以照常使用。

notice-guest-post-who = { $city }
notice-guest-post-purpose = 顯示發言是誰寫的，以及怎麼和您聯絡。
notice-guest-post-kinds = 您和發言一起公開的名稱，以及您自行提供的電子郵件地址，還有您寫的內容。個人資料檔案清單所列類別：{ $kinds }。
notice-guest-post-long = 發言存在期間。
notice-guest-post-where = 存放在本市自己的伺服器；公開的內容在任何地方都看得到。
notice-guest-post-receivers = 所有人。您在討論區公開的資料，不受隱私權政策保護。
notice-guest-post-rights = 發言後會得到一組管理碼，隨時可以用它編輯、遮蔽或撤回發言，或撤回公開電子郵件的同意。也可以查詢、更正或刪除與您有關的資料：撥打{ $phone }，或來信{ $email }。
notice-guest-post-refuse = 電子郵件地址可以不填，名稱也可以用暱稱。

notice-suggestion-who = { $city }
notice-suggestion-purpose = 處理並答覆這則建議。
notice-suggestion-kinds = 您寫的建議、地點、座標和附件，以及您自己填的姓名、電子郵件和電話。個人資料檔案清單所列類別：{ $kinds }。
notice-suggestion-long = 案件是公務紀錄，結案後依機關檔案的保存年限保存{ $years }年。您撤回同意時，聯絡資料會提前刪除；電子郵件地址{ $days }天內沒有確認的，也會刪除。
notice-suggestion-where = 在市府自己的伺服器上，聯絡資料加密保存。
notice-suggestion-receivers = 負責機關，以及和市府訂有提供協議的單位；協議的對象、目的與資料項目列在{ $agreements }。逾期還沒有答覆的案件，上級機關也會收到；負責機關收不到郵件時，由承辦未分類案件的機關一併收到。不屬市府權責的案件，會移轉給市府以外的權責機關，並告知您。聯絡資料只有在您勾選時才會交給上述單位，其中電子郵件地址還要您確認過，才會提供給市府以外的單位。除此之外，只有依正當法律程序調查的司法或檢調機關。
notice-suggestion-rights = 您可以查詢、請求複製、更正、停止使用或刪除自己的資料：電話{ $phone }，電子郵件{ $email }。在案件頁面隨時可以撤回聯絡的同意。
notice-suggestion-refuse = 建議一樣會處理，只是我們無法主動通知您。

notice-enquiry-who = { $city }
notice-enquiry-purpose = 答覆您對隱私權政策、資料蒐集與利用，或更新資料的詢問。
notice-enquiry-kinds = 您寫的詢問，以及您自己填的姓名、電子郵件和電話。個人資料檔案清單所列類別：{ $kinds }。
notice-enquiry-long = 詢問是公務紀錄，結案後依機關檔案的保存年限保存{ $years }年。您撤回同意時，聯絡資料會提前刪除；電子郵件地址{ $days }天內沒有確認的，也會刪除。
notice-enquiry-where = 在市府自己的伺服器上，聯絡資料加密保存。
notice-enquiry-receivers = 負責機關，也就是個資保護專員，包括您填的聯絡資料。您寫的內容（不含聯絡資料）也可能提供給和市府訂有提供協議的單位；協議的對象、目的與資料項目列在{ $agreements }。除此之外，只有依正當法律程序調查的司法或檢調機關。
notice-enquiry-rights = 您可以查詢、請求複製、更正、停止使用或刪除自己的資料：電話{ $phone }，電子郵件{ $email }。在案件頁面隨時可以撤回聯絡的同意。
notice-enquiry-refuse = 詢問一樣會答覆，您可以用案號和查詢密碼查看。

notice-policy-mail-who = { $city }
notice-policy-mail-purpose = 隱私權政策有重大修訂時寄信通知您，不作其他用途。
notice-policy-mail-kinds = 您帳號的電子郵件地址，以及您要求通知的日期。
notice-policy-mail-long = 直到您關閉通知為止。
notice-policy-mail-where = 在市府自己的伺服器上，電子郵件地址加密保存。
notice-policy-mail-receivers = 除了您自己，沒有別人。
notice-policy-mail-rights = 您隨時可以在帳號裡關閉通知，每封通知信也會寫明方法。有疑問請撥打{ $phone }，或來信{ $email }。
notice-policy-mail-refuse = 就不會寄信。重大修訂仍會在每一頁公告一個月。

notice-about-me-who = { $city }
notice-about-me-purpose = 了解這則發言和您的關係，並把處理結果告訴您。
notice-about-me-kinds = 您的電子郵件地址，以及您寫的內容。個人資料檔案清單所列類別：{ $kinds }。
notice-about-me-long = 地址保存到寄出答覆為止；寄給您的郵件一送達就刪除，無法送達的在七天後刪除；其他內容在結案後保存{ $years }年。三天內沒有點信裡的連結，全部刪除。
notice-about-me-where = 在市府自己的伺服器上，地址和內容都加密保存。
notice-about-me-receivers = 只有個資保護專員。發言的作者和版主都看不到您寫的內容，也不會知道您的地址。
notice-about-me-rights = 您可以查詢、請求複製、更正、停止使用或刪除自己的資料：電話{ $phone }，電子郵件{ $email }。答覆之前，隨時可以用我們寄給您的信裡的連結撤回要求，地址和內容會立刻刪除。
notice-about-me-refuse = 沒有經您確認的地址，就無法在這裡受理；您也可以改用電話聯絡我們。

notice-reading-who = { $city }
notice-reading-purpose = 讓您看到哪些發言還沒讀過，並帶您到第一則，不作其他用途。
notice-reading-kinds = 每個主題或看板您讀到哪一則，只記到哪裡，不記時間。個人資料檔案清單所列類別：{ $kinds }。
notice-reading-long = 直到您關閉這項功能為止；關閉時全部刪除。
notice-reading-where = 在市府自己的伺服器上，不會存在您的裝置裡。
notice-reading-receivers = 除了您自己，沒有別人。不列入統計。
notice-reading-rights = 您隨時可以在帳號裡查看、匯出或刪除。有疑問請撥打{ $phone }，或來信{ $email }。
notice-reading-refuse = 就不會記下您讀了什麼，討論區的其他功能都照常使用。

notice-flag-who = { $city }
notice-flag-purpose = 查看您檢舉的內容；如果您有帳號，也在站內告訴您結果。
notice-flag-kinds = 您選的理由和寫的內容；用帳號檢舉時，也記下是您檢舉的。個人資料檔案清單所列類別：{ $kinds }。
notice-flag-long = 版主決定後{ $flags }天為止。
notice-flag-where = 在市府自己的伺服器上，您寫的內容加密保存。
notice-flag-receivers = 版主；他們只知道您有帳號還是訪客，不知道您是誰。被檢舉內容的作者不會知道任何關於您的事。
notice-flag-rights = 用帳號檢舉時，您可以在帳號裡查看、匯出或撤回自己寫的內容，也看得到它在哪些日子被閱讀。沒有帳號時，檢舉無法連到您，我們也找不回來。有疑問請撥打{ $phone }，或來信{ $email }。
notice-flag-refuse = 說明可以不填，只選理由就能送出。

notice-publication-who = { $city }
notice-publication-purpose = 讓所有人閱讀、討論您的建議和機關的答覆。
notice-publication-kinds = 您公開的標題和內容，以及您自行填寫的名稱；還有案件的類別、行政區、承辦機關、收到和答覆的日期、處理情形；如果建議來自討論區的主題，兩者會互相連結。聯絡資料和案號永遠不會公開。個人資料檔案清單所列類別：{ $kinds }。
notice-publication-long = 直到您撤回為止，最久到案件結案後的保存期限：{ $years }年。
notice-publication-where = 存放在本市自己的伺服器；公開的內容在任何地方都看得到。
notice-publication-receivers = 負責機關，以及所有人。您在討論區公開的資料，不受隱私權政策保護。
notice-publication-rights = 您隨時可以用案號和查詢密碼修改、遮蔽或撤回公開的內容。也可以查詢、更正或刪除與您有關的資料：撥打{ $phone }，或來信{ $email }。
notice-publication-refuse = 就只有機關會看到您的建議，處理方式和速度都一樣。

notice-support-who = { $city }
notice-support-purpose = 讓您對這則建議的附議只計一次，不作其他用途。
notice-support-kinds = 您確認之前的電子郵件地址；確認之後改存加密的雜湊值，沒有人能從中讀出地址，另有收回附議用的連結的雜湊值。個人資料檔案清單所列類別：{ $kinds }。
notice-support-long = 地址保存到您確認為止，最多{ $days }天；寄給您的郵件一送達就刪除，無法送達的在七天後刪除。雜湊值保存到您收回附議或這則建議不再公開為止。
notice-support-where = 在市府自己的伺服器上，地址加密保存，不會存在您的裝置裡。
notice-support-receivers = 除了您自己，沒有別人。大家只看得到附議的人數。
notice-support-rights = 隨時可以用信裡的連結收回附議，相關資料會立刻刪除。您也可以查詢、請求複製、更正、停止使用或刪除自己的資料：電話{ $phone }，電子郵件{ $email }。
notice-support-refuse = 就無法在這裡計入您的附議，網站的其他功能都照常使用。

consent-title = 您同意過的事項
consent-lead = 每一項同意都記著當時看到的告知內容。撤回和同意一樣簡單。
consent-none = 目前沒有。
consent-of-registration = 您的帳號
consent-of-guest-post = 發言公開的電子郵件地址
consent-of-suggestion = 建議案的聯絡資料
consent-of-enquiry = 詢問案的聯絡資料
consent-of-event-sign-up = 活動報名（撤回就是取消報名）
consent-of-policy-mail = 隱私權政策重大修訂的通知信
consent-of-reading = 閱讀進度
consent-of-flag = 您在檢舉時寫的內容（撤回就會刪除，檢舉仍然有效）
consent-of-publication = 公開建議
consent-of-about-me = 答覆請求用的電子郵件地址
consent-of-support = 附議建議用的電子郵件地址
consent-given = { $date }同意
consent-withdrawn = { $date }撤回
consent-by-duty = 這是市府依職務保有的資料，不是依您的同意。
consent-notice-version = 告知內容第{ $notice }版，隱私權政策第{ $policy }版
consent-withdraw = 撤回
consent-erase = 刪除帳號以撤回

policy-mails-title = 隱私權政策通知信
policy-mails-on = 隱私權政策有重大修訂時，會寄信通知您。
policy-mails-off = 目前不會寄信通知您隱私權政策的修訂。
policy-mails-start = 有重大修訂時寄信給我
policy-mails-stop = 不要再寄
policy-mails-stop-title = 不再寄隱私權政策通知信
policy-mails-stop-lead = 按一下，隱私權政策修訂時就不再寄信通知您。各個版本仍然可以在隱私權政策頁面看到。
policy-mails-stop-done = 之後隱私權政策修訂時，不再寄信通知您。想再收到，可以到您的帳號開啟。
policy-mails-stop-gone = 這個連結已用過或已過期。如果是您用過，就不會再寄這類通知；目前的設定可以在您的帳號裡看到。
policy-mails-stop-account = 我的帳號

contact-title = 您的聯絡資料
contact-lead = 您同意我們為這個案件使用您填的聯絡資料。如果您撤回同意，聯絡資料會立刻刪除，還沒寄出的郵件也一樣。案件本身不受影響，後續情形請在這裡查看。
contact-withdraw = 撤回同意，並刪除我的聯絡資料
contact-withdrawn-title = 您的聯絡資料已經刪除
contact-withdrawn-text = 案件{ $reference }會照常處理。答覆會登在案件頁面，請用案號和查詢密碼查看。
record-contact-withdrawn = 已撤回聯絡的同意，聯絡資料已刪除。

done-policy-mails-on = 之後有重大修訂，會寄信通知您。
done-policy-mails-off = 之後不會再寄修訂通知。
done-consent-withdrawn = 您的同意已撤回。
done-notice-changed = 通知信的告知內容有更新，請再看一次。

file-consents-name = 同意紀錄
file-consents-purpose = 能夠證明誰在什麼時候同意了哪一份告知內容、有沒有撤回，以及帳號收起了哪些公告。取消的活動報名，其同意紀錄不含姓名和地址，保存到當時告知的日期。

problem-notice-changed = 告知內容在您閱讀之後有更新。
problem-erase-instead = 這項同意隨帳號結束，請改為刪除帳號。
