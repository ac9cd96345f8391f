# 看板、主題與發言。

home-lead = 和鄰居聊聊這座城市，也告訴市府哪裡可以更好。
home-suggest-text = 哪裡壞了，或有什麼想法？直接寫給市府。送出前就看得到由哪個機關負責、最晚哪天回覆，不必有帳號。
home-latest = 最新主題
home-boards = 看板
home-empty-text = 有人在看板上發起主題後，就會出現在這裡。

forum-all-boards = 所有看板
forum-topics = 主題
forum-topic-count = { $count }個主題
forum-last-active = 最近活動
forum-guests-may = 訪客可發言
forum-guests-welcome = 沒有帳號也可以在這裡發言。訪客的發言會先由版主看過，再公開給大家看。
forum-start = 發起主題
forum-empty-title = 還沒有主題
forum-empty-text = 這個看板的主題會列在這裡。想問什麼、看到什麼，都可以由您先開始。
forum-back-to-board = 回到{ $board }

forum-new-title = 發起主題
forum-reply-title = 回覆
forum-edit-title = 編輯發言
forum-edit-hint = 舊的版本仍可在修改紀錄中看到。您遮蔽或刪去的個人資料，在舊版本裡也會一併遮蔽。
forum-title = 標題
forum-title-hint = 用一句話說明您要談什麼。
forum-body = 內文
forum-body-hint = 可以用Markdown：空一行分段，> 引用，- 列點，||文字|| 先藏起來，@名稱 叫人。發表前，我們會先讓您看其中的個人資料。
forum-name = 名稱
forum-name-hint = 用暱稱就可以。
forum-email = 公開的電子郵件
forum-email-hint = 願意讓所有人寫信給您才填，不填也可以。
forum-guest-note = 您正以訪客身分發言。名稱和電子郵件都會公開，不受隱私權政策保護。版主會先看過您的發言，再公開給大家看。
forum-guest-rules = 發言即表示您同意
forum-publish = 發表主題
forum-reply = 發表回覆
forum-save = 儲存修改
forum-preview = 預覽
forum-check-again = 檢查改過的內容
forum-change-text = 修改內容
forum-preview-title = 預覽
forum-preview-clean = 沒有發現個人資料。目前還沒有發表。
forum-text-kept = 您寫的內容都還在。請在另一個分頁登入，再回來送出一次。

forum-account-needed = 在這個看板發言需要帳號。
forum-account-why = 請先登入或註冊。閱讀不需要帳號，也有看板接受訪客發言。

forum-ask-title = 發表之前：個人資料
forum-ask-found = 內文裡有可能讓人認出是誰的資料。請逐一告訴我們那是誰的、要怎麼處理。目前還沒有發表。
forum-ask-changed = 內容和剛才詢問時不同了，或已經過了太久。請就現在的內容再回答一次。
forum-ask-unanswered = 還有地方沒有回答。目前還沒有發表。
forum-ask-not-publishable = 其中有一個號碼不論是誰的都不能公開，請遮蔽或刪去。
forum-ask-too-many = 個人資料太多，無法逐一詢問。您可以全部遮蔽，或縮短內文。
forum-finding-unanswered = 這一處請回答。
forum-finding-whose = 請選擇這是誰的資料。
invalid-nothing-left = 遮蔽和刪去之後，這裡什麼都不剩了，請另外寫些內容。

forum-live-none = 沒有發現個人資料。
forum-live-some = 在這段文字裡發現：
forum-live-is = 這是{ $kind }：
forum-live-may-be = 這可能是{ $kind }：
forum-live-away = 現在無法檢查這段文字，送出時會再檢查。

forum-held-title = 您的發言等候審核
forum-held-lead = 我們收到了。版主看過之後，大家就能看到。
forum-held-then = 核准後會以您填的名稱出現在看板上，不需要再送一次。
forum-waits = 等候審核
forum-waits-why = 版主看過之前，只有您和版主看得到。
forum-rejected = 未核准
forum-rejected-why = 只有您看得到。版主的說明：{ $reason }

forum-in-reply = 回覆另一則發言
forum-quote = 引用
forum-edit = 編輯
forum-edited = { $when }編輯

forum-name-warning = 這個姓名由作者自行公開，不受本站隱私權政策保護。

revisions-title = 發言的修改紀錄
revisions-lead = 作者遮蔽或不再公開的內容，在每個版本裡都已遮蔽。
revisions-version = 第{ $number }版
revisions-first = 第一版，當初發表的樣子。
revisions-against = 和第{ $number }版的差異
revisions-added = 新增：
revisions-removed = 刪去：
revisions-all = 所有版本
revisions-shown = 目前顯示

problem-personal-data-undecided = 內容含有個人資料，請先決定如何處理。

forum-feed = { $city } · 討論區
forum-feed-guest = { $name }（訪客）
forum-feed-link = 訂閱新發言（Atom）
forum-feed-rights = 作者自行公開的姓名與電子郵件地址都有標示，不受隱私權政策保護。
forum-topic-about = 「{ $board }」看板上的討論。
forum-jump = 跳到這一天
forum-jump-button = 前往
