# The frame of every page, and the components that many pages share.

face-skip = 跳到主要內容
face-demo = 這是展示用的城市，內容都是虛構的。
face-demo-mail = 郵件不會真的寄出，請看寄件匣
face-other-lang-tag = en

face-nav = 主要功能
face-suggest = 提出建議
face-log-on = 登入
face-register = 註冊
face-log-off = 登出
face-account = 我的帳號：
face-desk = 案件
face-review = 審核
face-officer = 隱私

face-foot-nav = 網站資訊
face-suggestion-box = 市政建議
face-follow-case = 查詢案件
face-privacy = 隱私權政策
face-cookies = Cookie說明
face-rules = 討論區規則
face-accessibility = 無障礙聲明
face-api = API
face-contact = 聯絡我們
face-telephone = 電話
face-email = 電子郵件

face-page-nav = 換頁
face-newer = 較新的
face-older = 較舊的
face-next = 下一頁
face-previous = 上一頁

face-errors-title = 還有幾個地方需要修改
face-errors-kept = 您填的內容都還在，改好後再送一次就行。
face-error-at = { $field }：{ $message }
face-error-word = 錯誤：
face-optional = （選填）
face-choose = 請選擇
face-cancel = 取消
face-step = 第{ $step }步，共{ $of }步

face-replies = { $count }則回覆
face-pinned = 置頂
face-locked = 已鎖定
face-official = 機關答覆
face-guest = 訪客

# The mark on public personal data
face-mark-is = 公開的個人資料：{ $kind }
face-post-warning = 這則發言含有作者自行公開的個人資料，不受本站隱私權政策保護。
face-post-warning-why = 為什麼？
face-post-warning-mask = 遮蔽這些資料
face-author-warning = 作者的姓名與公開的電子郵件由作者自行公開，不受本站隱私權政策保護。

kind-email = 電子郵件地址
kind-person = 姓名
kind-phone = 電話號碼
kind-national-id = 身分證字號
kind-resident-id = 居留證號碼
kind-address = 住址
kind-plate = 車牌號碼
kind-card = 信用卡號
kind-bank-account = 銀行帳號
kind-passport = 護照號碼
kind-health-card = 健保卡號
kind-driver-licence = 駕照號碼
kind-social-id = LINE或社群帳號
kind-ip = IP位址
kind-coordinates = 座標
kind-birth-date = 出生日期

# As it stands after "this is" and "this may be"
kind-one-email = { kind-email }
kind-one-person = { kind-person }
kind-one-phone = { kind-phone }
kind-one-national-id = { kind-national-id }
kind-one-resident-id = { kind-resident-id }
kind-one-address = { kind-address }
kind-one-plate = { kind-plate }
kind-one-card = { kind-card }
kind-one-bank-account = { kind-bank-account }
kind-one-passport = { kind-passport }
kind-one-health-card = { kind-health-card }
kind-one-driver-licence = { kind-driver-licence }
kind-one-social-id = { kind-social-id }
kind-one-ip = { kind-ip }
kind-one-coordinates = { kind-coordinates }
kind-one-birth-date = { kind-birth-date }

# One finding and its decision
face-finding-is = 第{ $number }處：這是{ $kind }
face-finding-may-be = 第{ $number }處：這可能是{ $kind }
face-finding-excerpt = 您寫的是
face-finding-whose = 這是誰的資料？
face-finding-mine = 我的
face-finding-mine-hint = 公不公開由您決定。
face-finding-other = 別人的
face-finding-other-hint = 若要公開，會先由版主看過。
face-finding-none = 不是個人資料
face-finding-none-hint = 例如公司電話或機關信箱。
face-finding-choice = 要怎麼處理？
face-finding-mask = 遮蔽
face-finding-mask-hint = 發表後顯示為{ $masked }，原文不會儲存。
face-finding-take-out = 刪去
face-finding-take-out-hint = 從發言裡拿掉這幾個字。
face-finding-publish = 我知道，仍要公開
face-finding-publish-hint = 所有人都看得到，並會標示為不受隱私權政策保護。
face-finding-never = 這類資料被盜用後很難補救，所以只能遮蔽或刪去，不能公開。
face-finding-mask-all = 全部遮蔽

# Pages that say what went wrong
face-error-400-title = 這個請求看不懂
face-error-400-text = 送來的內容不完整或格式不對，什麼都沒有改變。請回上一頁再試一次。
face-error-403-title = 您的帳號不能開啟這一頁
face-error-403-text = 這一頁只給特定角色使用。如果您應該看得到，請確認登入的是正確的帳號。
face-error-cross-site-title = 這個請求來自別的網站
face-error-cross-site-text = 為了保護您，我們沒有執行，什麼都沒有改變。請從本站的頁面再做一次。
face-error-404-title = 找不到這一頁
face-error-404-text = 網址可能打錯了，或這一頁已經移走。
face-error-405-title = 這個網址不能這樣使用
face-error-405-text = 什麼都沒有改變。請回首頁，從那裡繼續。
face-error-408-title = 內容傳得太慢，沒有收完
face-error-408-text = 這次送出的內容沒有在時間內傳完，沒有儲存。請確認網路連線後再送一次。
face-error-409-title = 現在已經不能這樣做了
face-error-409-text = 可能有人先處理了，或期限已過。目前沒有任何變更，請回上一頁看看現在的狀態。
face-error-410-title = 這個連結已經失效
face-error-410-text = 連結可能已經用過，或超過了期限。您可以再要一個新的。
face-error-413-title = 內容太大了
face-error-413-text = 這次送出的內容超過上限，沒有儲存。請縮短後再送一次。
face-error-429-title = 嘗試太多次了
face-error-429-text = 請稍等幾分鐘再試，您的資料沒有受到影響。
face-error-431-title = 網址或標頭太長了
face-error-431-text = 瀏覽器送來的網址或標頭超過上限，什麼都沒有改變。請縮短搜尋的內容，或清除本站的Cookie後再試。
face-error-500-title = 我們這邊出了問題
face-error-500-text = 這次的動作沒有完成。請過幾分鐘再試一次；如果還是不行，請打電話或寫信給我們。
face-error-503-title = 服務暫時無法使用
face-error-503-text = 我們正在處理，通常幾分鐘就會恢復。您剛才送出的內容沒有儲存，請稍後再送一次。
face-error-busy-title = 現在使用的人很多
face-error-busy-text = 服務正常，只是一時忙不過來。您剛才送出的內容沒有儲存，請過幾秒再送一次。
face-error-507-title = 現在沒有空間可以儲存
face-error-507-text = 網站上的內容都還能看，但暫時存不進新的內容。您剛才送出的內容沒有儲存，請先自行留一份，稍後再送一次。
face-error-home = 回首頁
face-error-ways = 您也可以
face-error-suggest = 提出建議
face-error-case = 用案號查詢案件
face-error-log-on = 登入
