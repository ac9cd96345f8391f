# Accounts: registering, logging on, one's own account, and the mails about it.

account-nickname = 市民{ $number }

account-email = 電子郵件地址
account-email-hint = 我們會寄一個連結到這裡。這個地址受隱私權政策保護，不會給別人看到。
account-name = 顯示名稱
account-name-hint = 會顯示在您的發言旁，所有人都看得到，不受隱私權政策保護。不填的話，我們會給您一個暱稱。
account-name-kind = 這個名稱是
account-name-kind-hint = 如果是您的姓名，出現的地方都會標示為公開的個人資料。
account-name-own = 我的姓名
account-name-nickname = 暱稱
account-password = 密碼
account-password-current = 目前的密碼
account-password-new = 新密碼
account-password-anew = 密碼不會回傳到頁面上，請再輸入一次。
account-password-hint = { $min }到{ $max }個字元。用幾個自己記得住的詞組成最好。

account-register-title = 註冊
account-register-lead = 有了帳號，就能用同一個名稱發言，也能編輯自己的發言。瀏覽、提出建議和查詢案件都不需要帳號。
account-register-button = 註冊
account-register-link = 還沒有帳號？註冊
account-rules-accept = 註冊就表示您同意遵守各看板共同的規則：
account-have-one = 已經有帳號了？


account-sent-title = 請查看您的信箱
account-sent-registration = 我們寄了一封信給您。請在24小時內開啟信中的連結，帳號就完成了。
account-sent-reset = 如果這個地址有帳號，信已經寄出。信中的連結一小時內有效。
account-sent-address = 我們寄了一封信到新的地址。請在24小時內開啟信中的連結；在那之前，什麼都不會改變。
account-sent-mail-check = 我們寄了一封信到您的地址。請在24小時內開啟信中的連結，之後所有郵件會恢復寄到這個地址。
account-sent-nothing = 過了幾分鐘還沒收到？請看看垃圾郵件匣，並確認地址沒有打錯。

account-confirm-title = 確認註冊
account-confirm-text = 有人在{ $when }以「{ $name }」這個顯示名稱申請帳號。如果是您，請按確認；如果不是，關掉這一頁就好，什麼都不會發生。
account-confirm-button = 確認註冊

account-gone-title = 這個連結已經用過或過期了
account-gone-registration = 如果您已經確認過，帳號就已建立，可以直接登入。否則就是超過了24小時，請重新註冊。
account-gone-registration-again = 重新註冊
account-gone-reset = 重設密碼的連結一小時內有效，只能用一次。如果新密碼已經設好，可以直接登入；否則請再要一個連結。
account-gone-reset-again = 再要一個連結
account-gone-address = 如果您已經確認過，新的地址就已生效。否則就是連結過期，或這個地址屬於另一個帳號。
account-gone-address-again = 重新變更電子郵件地址
account-gone-mail-check = 如果您已經確認過，所有郵件都已恢復寄到您的地址。否則就是連結過期。
account-gone-mail-check-again = 前往您的帳號

account-cookie-hint = 登入時會在您的裝置存放一個Cookie；不論您的Cookie設定是什麼，按下登入就是要求存放它。它讓您保持登入，登出時移除。
account-forgot-link = 忘記密碼？
account-wrong-credentials = 電子郵件地址或密碼不正確，請檢查一下。
account-blocked = 錯誤次數太多，請{ $minutes }分鐘後再試。
account-busy = 現在很多人同時使用，您的密碼還沒有檢查。其他填好的內容都還在，請過幾秒輸入密碼再送一次。

account-forgot-title = 忘記密碼？
account-forgot-lead = 請填寫您帳號的電子郵件地址，我們會寄連結給您，讓您設定新密碼。
account-forgot-button = 寄連結給我
account-reset-title = 設定新密碼
account-reset-lead = 設定後，您在所有裝置上都會登出，API權杖也會失效，請用新密碼重新登入。
account-reset-button = 設定密碼

account-title = 您的帳號
account-name-scope = 公開，不受隱私權政策保護。
account-email-scope = 受隱私權政策保護，只有您看得到。
account-came-back = 寄到您電子郵件地址的郵件遭到退回，最近一次在{ $date }：郵件伺服器表示沒有這個地址。我們不再寄摘要和其他非必要的郵件到這個地址；您要求的郵件、必須通知您的事，仍然會寄。
account-came-back-what = 如果地址正確，請重新確認。如果不正確，請變更地址。
account-came-back-button = 寄確認連結給我
account-role = 角色
role-resident = 市民
role-moderator = 版主
role-staff = 承辦人員
role-privacy_officer = 個資保護專員
role-administrator = 系統管理員
account-since = 帳號建立於
account-sessions-title = 登入中的裝置
account-sessions-lead = 我們只記日期，不記裝置的資料；您為重要操作再次確認身分的時間，會留到您改天再來為止。看到不認得的，請把它登出，並變更密碼。
account-session-browser = 瀏覽器
account-session-program = 程式（API）
account-session-current = 這一個
account-session-begun = { $date }登入
account-session-used = 最後使用：{ $date }
account-session-end = 登出這個裝置
account-sessions-end = 登出其他所有裝置

account-password-title = 變更密碼
account-password-lead = 變更後，您在其他裝置上都會登出，API權杖也會失效。
account-password-button = 變更密碼
account-name-title = 變更顯示名稱
account-name-lead = 變更後，您寫過的內容旁會立刻顯示新的名稱，我們不會保留舊的名稱；別人在發言裡寫到的不會變。
account-name-limit = 為了讓大家認得誰是誰，每{ $days }天可以換一次名稱。如果目前的名稱是您的姓名，隨時都可以收回：欄位留空，我們會給您一個暱稱。要不要標示為姓名，也隨時可以更改。
account-name-waits = 您最近換過名稱，{ $date }起可以再換。
account-name-button = 變更名稱
account-name-too-soon = 您最近換過名稱，{ $date }起可以再換。名稱沒有變更。
account-address-title = 變更電子郵件地址
account-address-lead = 我們會寄連結到新的地址。您開啟連結後才會生效，我們也會通知舊的地址。
account-address-new = 新的電子郵件地址
account-address-button = 寄出連結
account-address-link-title = 確認新的電子郵件地址
account-address-link-text = 確認後，請用這個地址登入，我們的郵件也會寄到這裡。
account-address-link-button = 確認地址
account-mail-check-title = 請確認您收得到我們的郵件
account-mail-check-text = 確認後，所有郵件會恢復寄到這個地址。
account-mail-check-button = 確認地址

face-error-401-title = 請先登入
face-error-401-text = 這一頁要有帳號才能使用。登入後會直接回到這裡。
face-error-401-form-title = 請先登入
face-error-401-form-text = 您要做的事需要帳號，目前沒有任何變更。請登入後，從原來的頁面再做一次。
face-error-logged-off-title = 您在這段時間已經登出
face-error-logged-off-text = 請重新登入，再把輸入的內容貼回表單。

invalid-name-number = 這個名稱含有可能被盜用的號碼，例如身分證字號或信用卡號。這類號碼不能公開，請換一個名稱。
invalid-name-reserved = 這個名稱是市府或機關的名稱，或會讓人以為是市府人員，不能使用。請換一個名稱。
invalid-wrong-password = 這不是您目前的密碼。
invalid-same-address = 這就是您目前的地址。

problem-name-too-soon = 顯示名稱最近換過，「from」那一天起可以再換。
problem-wrong-credentials = 電子郵件地址或密碼不正確。

done-registered = 帳號已經建立，請登入。
done-password-reset = 新密碼設定好了，您在所有裝置上都已登出。請重新登入。
done-password-changed = 密碼已變更，您在其他裝置上都已登出。
done-name-changed = 新的顯示名稱已經生效。
done-address-changed = 新的電子郵件地址已經生效。
done-mail-check = 所有郵件已恢復寄到您的地址。
done-session-ended = 那個裝置已經登出。
done-sessions-ended = 其他裝置都已登出。
done-logged-off = 您已登出，Cookie也已移除。

mail-registration-subject = 請確認您的註冊
mail-registration-why = 這裡是{ $city }的討論區。有人用這個電子郵件地址註冊帳號。
mail-registration-what = 如果是您，請在24小時內開啟這個連結，並按下頁面上的按鈕。
mail-registration-button = 確認註冊
mail-registration-not-you = 如果不是您，不必理會：帳號不會建立，資料會在24小時後刪除。

mail-already-registered-subject = 您已經有帳號了
mail-already-registered-why = 這裡是{ $city }的討論區。有人想用這個電子郵件地址建立或變更帳號，而這個地址已經有帳號了。
mail-already-registered-what = 如果是您，直接登入就好。忘記密碼的話，可以設定新密碼：{ $forgot }
mail-already-registered-button = 登入
mail-already-registered-not-you = 如果不是您，不必理會。我們沒有告訴任何人您有帳號。

mail-password-reset-subject = 設定新密碼
mail-password-reset-why = 這裡是{ $city }的討論區。有人要為使用這個電子郵件地址的帳號設定新密碼。
mail-password-reset-what = 如果是您，請在一小時內開啟這個連結。連結只能用一次。
mail-password-reset-button = 設定新密碼
mail-password-reset-not-you = 如果不是您，不必理會：您的密碼不會改變。

mail-address-change-subject = 請確認新的電子郵件地址
mail-address-change-why = 這裡是{ $city }的討論區。有人想把自己帳號的電子郵件地址改成這一個。
mail-address-change-what = 如果是您，請在24小時內開啟這個連結，並按下頁面上的按鈕。
mail-address-change-button = 確認地址
mail-address-change-not-you = 如果不是您，不必理會：什麼都不會改變。

mail-address-changed-subject = 您的電子郵件地址已變更
mail-address-changed-why = 這裡是{ $city }的討論區。原本使用這個電子郵件地址的帳號，已經改用另一個地址。
mail-address-changed-what = 如果是您改的，不必做什麼。以後我們的郵件會寄到新的地址。
mail-address-changed-not-you = 如果不是您改的，表示有人知道您的密碼。請立刻來電{ $phone }，或寫信到{ $email }。

mail-address-check-subject = 請確認您收得到我們的郵件
mail-address-check-why = 這裡是{ $city }的討論區。我們寄到這個電子郵件地址的信曾遭到退回，帳號的主人要求寄出這封信。
mail-address-check-what = 如果是您，請在24小時內開啟這個連結，並按下頁面上的按鈕，之後所有郵件會恢復寄到這個地址。
mail-address-check-button = 確認地址
mail-address-check-not-you = 如果不是您，不必理會：什麼都不會改變。

# What happened to the account
account-events-title = 您的帳號發生過的事
account-events-lead = 這份清單只有您看得到，只記日期，每一筆在{ $days }天後刪除。
account-event-logged-on = 登入
account-event-password-changed = 變更密碼
account-event-password-reset = 用郵件中的連結設定新密碼
account-event-address-changed = 變更電子郵件地址
account-event-name-changed = 變更顯示名稱或其標示
account-event-role-given = 取得角色
account-event-role-ended = 角色結束
account-event-token-made = 建立API權杖
account-event-token-ended = 停用API權杖
account-event-sign-on-linked = 連結市府單一登入
account-event-sign-on-unlinked = 取消連結市府單一登入
