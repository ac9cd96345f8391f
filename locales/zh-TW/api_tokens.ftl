# 讓程式代表帳號使用API的權杖：帳號頁面、系統管理員的清單、授權範圍和錯誤訊息。

tokens-title = API權杖
tokens-lead = 有了權杖，您的程式不需要密碼，就能以您的帳號使用API：能做的事由您在這裡選擇，到您選的那一天為止。
tokens-ends = 權杖到最後一天為止有效。您變更密碼、帳號遭到停權或刪除帳號時，所有權杖都會失效。
tokens-kept = 我們保存權杖的名稱、授權範圍和日期；權杖本身只留下用來辨認的值，失效後就刪除。您取的名稱受隱私權政策保護。
tokens-quota = 每個權杖每分鐘最多可以送出{ $most }個請求。
tokens-docs = API說明
tokens-none = 您還沒有權杖
tokens-none-text = 每個程式各用一個權杖，就能只停用其中一個，不影響其他程式。
tokens-number = 第{ $number }號
tokens-made-on = { $date }建立
tokens-until = 有效到{ $date }
tokens-used = 最後使用：{ $date }
tokens-unused = 還沒用過
tokens-end = 停用
tokens-new = 建立權杖
tokens-name = 名稱
tokens-name-hint = 讓您自己認得出來，例如「辦公室電腦的行事曆同步」。別人不會看到。
tokens-scopes = 授權範圍
tokens-scopes-hint = 只選程式需要的。不論選什麼，程式能做的都不會超過您的角色。任何權杖都不能登入、建立權杖、變更您的密碼或電子郵件地址、給予角色，也不能把資料提供給第三方。
tokens-expires = 到期日
tokens-expires-hint = 期限越短，權杖遺失時的影響越小。
tokens-life = { $days }天後，{ $date }
tokens-make = 建立權杖
tokens-made-title = 您的權杖
tokens-made-once = 請現在就複製：它只顯示這一次。拿到的人就能做授權範圍內的事，請像密碼一樣保管。
tokens-token = 權杖
tokens-made-how = 程式在每個請求裡附上：
tokens-last-day = 最後一天
tokens-back = 前往您的權杖

tokens-admin-title = 市府人員的API權杖
tokens-admin-lead = 程式用這些權杖代表市府人員使用API。權杖的名稱只有本人看得到。沒有人需要或認得的，請停用；本人會在帳號裡看到，處理紀錄也會記下。
tokens-admin-none = 市府人員都還沒有權杖
tokens-admin-none-text = 他們在自己的帳號裡建立。
tokens-holder = 使用者
tokens-last-used = 最後使用
tokens-residents = { $count ->
        [0] 市民目前沒有權杖。
       *[other] 另外有{ $count }個權杖屬於市民，不列在這裡。
    }

# 各授權範圍讓程式做什麼。
api-scope-forum-read = 讀取您看得到的討論區，包括只開放給成員的看板，以及您的草稿、書籤和通知
api-scope-forum-write = 以您的名義發言、編輯、撤回、表態、檢舉和附議，並變更草稿、書籤和關注
api-scope-suggestions-read = 用案號和查詢密碼查詢案件，以及您關注的案件
api-scope-suggestions-write = 提出建議和詢問，並用案號和查詢密碼補充、評分或重新開案
api-scope-announcements-read = 讀取您看得到的活動和投票；承辦人員還有宣傳連結
api-scope-announcements-write = 以您的名義投票和報名；承辦人員或版主可發布活動、投票和宣傳連結
api-scope-account-read = 讀取您的帳號：電子郵件地址、個人頁面、偏好、同意紀錄、對您的決定
api-scope-account-write = 變更您的顯示名稱、個人頁面、偏好、摘要和同意，並提出申訴
api-scope-desk-read = 讀取您所屬機關的案件、附件和來信
api-scope-desk-write = 登錄和答覆案件，並執行您所屬機關對案件的其他處理
api-scope-desk-contact = 查看案件或活動報名的聯絡資料；每次查看都會留下紀錄
api-scope-moderation-read = 讀取審核佇列、申訴、處理理由和監看字詞
api-scope-moderation-write = 對發言、個人頁面、申訴和帳號作決定
api-scope-officer-read = 讀取個資請求、核准、提供紀錄、外洩事件和政策草稿
api-scope-officer-write = 答覆個資請求，並準備外洩通知和政策草稿
api-scope-admin-read = 讀取市府組織、分案、設定、市府自訂頁面、Webhook、稽核、未寄出的郵件和服務狀態
api-scope-admin-write = 變更看板、市府組織、分案、設定、市府自訂頁面、Webhook、範本、處理理由和監看字詞，並處理未寄出的郵件

invalid-tokens-most = 您已有{ $max }個權杖，這是上限。請先停用不再需要的。
invalid-token-expiry = 請選擇今天到{ $until }之間的一天。
invalid-no-such-scope = 沒有「{ $word }」這個授權範圍。
invalid-scope-beyond-role = 您的角色沒有{ $word }這個授權範圍。
invalid-scopes-none = 請至少選擇一個授權範圍。

problem-token-invalid = 這個權杖不存在、已停用或已過期。請到您的權杖頁面建立新的。
problem-scope-missing = 權杖缺少「scope」所列的授權範圍。
problem-not-for-tokens = 權杖不能做這件事，請改用登入。
problem-too-many-requests = 這個權杖送出的請求太多。「Retry-After」說明什麼時候可以再試。

done-token-ended = 權杖已停用，使用它的程式從現在起會被拒絕。
done-token-made-before = 這個權杖已經建立，當時已顯示過。如果沒有複製下來，請停用它，再建立一個。

mail-token-made-subject = 您的帳號建立了一個API權杖
mail-token-made-why = 這裡是{ $city }的討論區。有人登入您的帳號，建立了一個權杖，程式可以用它代表您。
mail-token-made-what = 它可以做的事：{ $scopes }。它有效到{ $until }，您隨時可以停用。
mail-token-made-button = 查看我的權杖
mail-token-made-not-you = 如果不是您，請立刻停用它並變更密碼，或撥打{ $phone }，或寫信到{ $email }。
