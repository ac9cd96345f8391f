# 雙重驗證：驗證器應用程式、通行密鑰、備用碼；登入的第二步，以及再次確認身分。

second-step-title = 登入第二步
second-step-passkey = 請使用您的通行密鑰，或輸入驗證碼。
second-step-lost = 手邊什麼都沒有，備用碼也用完了？請來電{ $phone }，由兩位系統管理員一起讓您重新登入。

again-title = 請再次確認身分
again-lead = 接下來的操作影響重大，請再證明一次您是本人。在這個瀏覽器裡{ $minutes }分鐘內有效。
again-nothing = 這個帳號在這裡沒有可以證明身分的方式。請先登出，再透過市府的單一登入重新登入。
again-button = 繼續

factors-title = 雙重驗證
factors-lead = 就算有人知道您的密碼，也無法登入：登入時還需要只有您才有的東西。
factors-required = 您的角色必須使用雙重驗證。
factors-since = { $date }起

factors-code = 驗證碼
factors-code-hint = 驗證器應用程式上的六位數字，或一組備用碼。
factors-code-hint-recovery = 您的一組備用碼。

factors-app = 驗證器應用程式
factors-app-on = 使用中
factors-app-what = 手機上的應用程式顯示六位數字，每半分鐘更換一次，不需要網路。任何一種驗證器應用程式都可以。
factors-app-begin = 設定驗證器應用程式
factors-app-remove = 移除驗證器應用程式
factors-app-title = 設定驗證器應用程式
factors-app-needed = 您的角色必須使用雙重驗證，寬限期已過。現在設定好，就完成登入。
factors-app-lead = 打開驗證器應用程式，掃描這張圖，或手動輸入金鑰，然後輸入應用程式顯示的驗證碼。
factors-app-picture = 供驗證器應用程式掃描的金鑰圖，下方有相同的文字。
factors-app-secret = 金鑰
factors-app-open = 用這台裝置上的應用程式開啟
factors-app-code = 應用程式的驗證碼
factors-app-code-hint = 六位數字。
factors-app-confirm = 完成設定

factors-passkeys = 通行密鑰
factors-passkeys-what = 由您的手機、電腦或安全金鑰證明是您本人。有了通行密鑰，也可以不用密碼登入。
factors-passkeys-without = 這個瀏覽器目前無法新增：需要JavaScript和安全連線。驗證器應用程式則到處都能用。
factors-passkey-label = 通行密鑰的名稱
factors-passkey-label-hint = 方便您辨認，例如「辦公室電腦」。只有您看得到。
factors-passkey-add = 新增通行密鑰
factors-passkey-remove = 移除
factors-passkey-used = 上次使用：{ $date }
factors-passkey-unused = 還沒用過
factors-passkey-use = 使用通行密鑰
factors-passkey-failed = 沒有成功。請再試一次，或改用其他方式。
factors-passkey-wrong = 這裡沒有帳號使用這把通行密鑰。請用電子郵件地址和密碼登入。

factors-codes = 備用碼
factors-codes-left = { $count ->
        [0] 已經用完了。請產生新的備用碼，以免手邊沒有其他方式時無法登入。
       *[other] 還有{ $count }組。手邊沒有其他方式時，每組可以登入一次。
    }
factors-codes-renew = 產生新的備用碼
factors-codes-title = 您的備用碼
factors-codes-lead = 手邊沒有驗證器應用程式和通行密鑰時，每組可以登入一次。只在這裡顯示這一次。
factors-codes-keep = 請列印或存檔，收在別人看不到的地方。先前的備用碼已經失效。
factors-codes-download = 存成檔案
factors-codes-onward = 我已經收好了
factors-codes-file = 備用碼。每組可以登入一次。

factors-end-title = 全部停用
factors-end-text = 停用後只用密碼就能登入。如果您的角色必須使用雙重驗證，下次登入時要重新設定。
factors-end = 停用所有雙重驗證

factors-due-title = 請在{ $date }以前設定雙重驗證
factors-due-text = 您的角色必須使用。過了這一天，登入時要先設定才能繼續。
factors-due-link = 前往設定

factors-admin-title = 市府人員的雙重驗證
factors-admin-lead = 有人遺失所有驗證方式時，由兩位系統管理員讓當事人重新登入：一位提出，另一位同意。兩位都必須確認過是本人。
factors-reset-waiting = 等待第二位系統管理員處理
factors-reset-none = 目前沒有。
factors-reset-asked = 由{ $name }提出，等到{ $until }
factors-reset-approve = 同意停用
factors-reset-decline = 不同意
factors-reset-ask-title = 提出停用
factors-reset-ask-text = 這個帳號的所有雙重驗證都會停用，並在所有裝置登出。帳號的主人會收到郵件，兩個步驟都會記在公開的處理紀錄。
factors-reset-ask = 提出
factors-people = 市府人員
factors-has = 已使用雙重驗證
factors-has-until = 尚未設定，{ $date }後必須使用
factors-has-none = 沒有使用

face-error-confirm = 確認身分，再回到這一頁
face-error-confirm-first-title = 請再次確認身分
face-error-confirm-first-text = 這會改變誰能做什麼、帳號如何登入，或把資料交給別人。請再證明一次您是本人，然後再操作一次。目前什麼都還沒有改變。
problem-confirm-first = 請先再次確認身分。

invalid-second-factor = 驗證碼或通行密鑰不正確，或已經用過了。
invalid-passkey = 無法使用這把通行密鑰，請再試一次。
invalid-passkeys-full = 這個帳號的通行密鑰已達上限，請先移除一把。
invalid-factor-account = 沒有帳號使用這個電子郵件地址。
invalid-factor-own = 您自己的帳號要由別人提出。
invalid-factor-none = 這個帳號沒有使用雙重驗證。
invalid-factor-second-person = 必須由另一位系統管理員同意：不能是提出的人，也不能是帳號的主人。

done-second-step-over = 時間過了，或錯了太多次。請重新登入。
done-factor-needed = 單一登入沒有要求雙重驗證。請在這裡使用您的雙重驗證。
done-confirmed = 謝謝。請繼續您要做的事。
done-factor-added = 雙重驗證設定好了。
done-factor-removed = 已經移除。
done-factor-reset-asked = 已經提出，由另一位系統管理員決定。
done-factor-reset-done = 這個帳號的雙重驗證已經停用。
done-factor-reset-declined = 沒有同意，雙重驗證沒有停用。

account-event-factor-added = 設定了雙重驗證
account-event-factor-removed = 移除了雙重驗證
account-event-recovery-used = 使用了備用碼
account-event-recovery-renewed = 產生了新的備用碼
account-event-factors-reset = 市府停用了所有雙重驗證

mail-factors-subject = { $what ->
        [added] 您的帳號設定了雙重驗證
        [removed] 您的帳號移除了一種雙重驗證
        [recovery-used] 有人使用了您的備用碼
        [renewed] 您的帳號產生了新的備用碼
        [reset-asked] 有系統管理員提出停用您的雙重驗證
        [reset-declined] 您的雙重驗證沒有停用
        [reset-done] 您的雙重驗證已經停用
       *[reset-waits] 有一件停用雙重驗證的請求等您處理
    }
mail-factors-why = { $what ->
        [added] 這裡是{ $city }的討論區。您的帳號多了一種雙重驗證：驗證器應用程式或通行密鑰。
        [removed] 這裡是{ $city }的討論區。您的帳號移除了一種雙重驗證。
        [recovery-used] 這裡是{ $city }的討論區。有人使用了您的一組備用碼。
        [renewed] 這裡是{ $city }的討論區。您的帳號產生了新的備用碼，先前的已經失效。
        [reset-asked] 這裡是{ $city }的討論區。有系統管理員提出停用您帳號的所有雙重驗證，這通常是因為驗證方式遺失。
        [reset-declined] 這裡是{ $city }的討論區。停用您雙重驗證的請求沒有獲得同意，或已經撤回。
        [reset-done] 這裡是{ $city }的討論區。您帳號的所有雙重驗證都已停用，並在所有裝置登出。
       *[reset-waits] 這裡是{ $city }的討論區。有系統管理員提出停用某個帳號的所有雙重驗證。
    }
mail-factors-next = { $what ->
        [recovery-used] { $left ->
            [0] 備用碼已經用完。如果是您用的，請今天就產生新的。
           *[other] 還剩{ $left }組。如果是您用的，不必做什麼。
        }
        [reset-asked] 目前還沒有停用：第二位系統管理員會在三天內決定。
        [reset-done] 您用密碼就能登入。請在下次登入時重新設定雙重驗證。
        [reset-waits] 請在三天內決定，而且必須親自確認過是本人才同意。
       *[other] 如果是您做的，不必做什麼。
    }
mail-factors-not-you = 如果您不知道這件事，請立即致電{ $phone }，或寫信到{ $email }。
mail-factors-button = 查看
