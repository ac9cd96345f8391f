# The city's own sign-on: logging on by it, linking an account to it, and logging off there.

sign-on-button = 使用{ $label }登入
sign-on-or-password = 或使用密碼登入
sign-on-confirm = 使用{ $label }確認身分
sign-on-onward-title = 前往{ $label }
sign-on-onward-text = 即將前往{ $label }。請在那裡確認身分，完成後會直接回到這裡。
sign-on-leaving-title = 您已在這裡登出
sign-on-leaving-text = 即將前往{ $label }，一併在那裡登出。
sign-on-leaving-button = 從{ $label }登出

sign-on-again = 再試一次
sign-on-ways = 您也可以：
sign-on-by-password = 使用密碼登入
sign-on-help = 如果還是不行，請打電話給我們：
sign-on-away-title = 目前連不上{ $label }
sign-on-away-text = { $label }目前沒有回應，所以無法用它登入。您的帳號沒有問題。請過幾分鐘再試；如果您的帳號有密碼，也可以用密碼登入。
sign-on-odd-title = { $label }的回應無法使用
sign-on-odd-text = { $label }傳回的資料無法確認是真的，所以這裡沒有任何變更。請再試一次；如果一再發生，要請{ $label }的管理單位處理。
sign-on-over-title = 這次登入已經結束
sign-on-over-text = 這次登入已經完成、超過了十分鐘，或是在另一個瀏覽器開始的。請重新開始。
sign-on-denied-title = 沒有登入
sign-on-denied-text = { $label }沒有讓您通過，或您在那裡取消了。這裡沒有任何變更。
sign-on-no-rule-title = 您還不能在這裡登入
sign-on-no-rule-text = { $label }認得您，但沒有給您使用這裡的權限。如果您是市府人員，請洽管理您帳號的單位開通。
sign-on-no-address-title = { $label }沒有提供電子郵件地址
sign-on-no-address-text = 這裡的帳號需要電子郵件地址，而{ $label }沒有提供確認過是您的地址。請先在那裡確認您的地址。
sign-on-otherwise-title = 已經連結到另一個帳號
sign-on-otherwise-text = 這裡的一個帳號只能連結{ $label }的一個人，那裡的一個人也只能連結這裡的一個帳號。請先取消另一個連結。
sign-on-somebody-else-title = 在那裡登入的是另一個人
sign-on-somebody-else-text = 在{ $label }確認身分的，不是目前在這裡登入的人，所以沒有確認。
sign-on-suspended-title = 這個帳號目前停權

sign-on-prove-title = 您在這裡已經有帳號
sign-on-prove-lead = 有一個帳號的電子郵件地址和{ $label }提供的相同。請輸入這個帳號的密碼，確認是您的；之後只要用{ $label }登入就可以。
sign-on-prove-button = 連結並登入
sign-on-prove-hint = 不會因為電子郵件地址相同，就登入別人的帳號。
sign-on-join-title = 您的帳號
sign-on-join-lead = 您已在{ $label }確認身分。要在這裡發言，需要一個帳號；電子郵件地址會使用那裡的地址。
sign-on-join-button = 建立帳號

sign-on-own-title = { $label }
sign-on-own-linked = 這個帳號已連結{ $label }：您可以用它登入，不需要另外的密碼。
sign-on-own-not-linked = 這個帳號還沒有連結{ $label }。連結後就能用它登入，不需要另外的密碼。
sign-on-own-since = 連結日期
sign-on-own-used = 最近使用
sign-on-own-kept = 我們以加密方式保存{ $label }對您的代稱，以及日期。您在那裡輸入的密碼不會傳到這裡。
sign-on-link = 連結這個帳號
sign-on-unlink = 取消連結
sign-on-own-given = 您的角色來自{ $label }。取消連結後，這個角色和隨之加入的機關也會一併取消。
sign-on-no-other-way = 取消後就沒有辦法登入這個帳號了。如果您的角色可以使用密碼，請先到「忘記密碼？」那一頁索取連結，設定密碼。
sign-on-waiting-title = 要連結這個帳號嗎？
sign-on-waiting-lead = 您剛才在這個瀏覽器用{ $label }確認了身分。連結目前登入的帳號後，就可以用它登入。

account-password-off = 您的角色只能使用{ $label }登入，不能再用密碼或通行密鑰。
account-password-off-title = 這個帳號沒有密碼
account-password-off-reset = 您的角色只能使用{ $label }登入，所以沒有密碼可以設定。
account-password-none = 這個帳號使用市府的單一登入。如果也想使用密碼，請索取設定密碼的連結，我們會寄到您的電子郵件信箱。
problem-password-off = 驗證正確，但這個角色的帳號只能使用市府的單一登入。

done-sign-on-linked = 帳號已經連結，之後可以用它登入。
done-sign-on-unlinked = 連結已經取消，之後請用密碼或通行密鑰登入。
done-signed-off = 您在這裡和那裡都已登出。
