# 附議公開的建議。

support-title = 附議
support-count = { $count ->
    [0] 還沒有人附議這則建議。
   *[other] { $count }人附議這則建議。
}
support-total = { $count }人附議
published-order = 排列順序
published-order-newest = 最新的在前
published-order-support = 附議最多的在前
published-more-supported = 附議較多的
published-less-supported = 附議較少的
support-mine = 您已附議
support-give = 附議這則建議
support-take-back = 收回附議
support-kept = 大家都看得到附議的人數。系統會記下是您的帳號附議，直到您收回為止，除了您自己沒有別人看得到。
support-by-mail = 不需要帳號，我們會寄一個連結讓您確認。
support-ask-lead = 每個人只計一次。大家看得到附議的人數，但沒有人看得到是誰。
support-hourly = 人數每小時計算一次。
support-closed = 這則建議已不再開放附議。先前用信裡的連結附議過的，可以在這裡收回。
support-closed-lead = 這則建議已不再開放附議，但先前用信裡的連結提出的附議隨時可以收回。
support-closed-hint = 我們會寄一個連結給您；點開並按下按鈕後，附議就會收回。
support-email-hint = 我們會寄一個連結給您；點開並按下按鈕後，附議才會計入。
support-send = 寄連結給我
support-confirm-title = 附議這則建議
support-confirm-text = 再按一個按鈕，您的附議就會計入，電子郵件地址也會同時刪除。
support-confirm-button = 計入我的附議
support-counts-title = 您的附議已計入
support-counts-text = 您的電子郵件地址已經刪除。每個人只計一次，先前附議過也一樣。想收回附議，請用信裡的連結。
support-account-title = 您的帳號已附議這則建議
support-account-text = 有帳號使用這個電子郵件地址，而且已經附議。每個人只計一次，所以沒有再加一次，您剛才填的電子郵件地址也已經刪除。想收回附議，請登入後收回。
support-back-title = 收回附議
support-back-text = 收回後，用這個電子郵件地址提出的附議就不再計入（還沒確認的也不會計入），我們保存的相關資料會一併刪除。
support-taken-title = 附議已收回
support-taken-text = 您的附議不計入，我們保存的相關資料也已刪除。
support-account-stays-title = 您的帳號仍附議這則建議
support-account-stays-text = 用信裡的連結提出的附議都不計入，相關資料也已刪除。不過有帳號使用這個電子郵件地址，而且附議了這則建議；想收回，請登入後收回。
support-gone-title = 這個連結已經失效
support-gone-text = 可能是附議已經收回、較新的信裡有較新的連結、確認期限已過，或這則建議不再公開。如果有帳號使用您的電子郵件地址，附議也可能記在帳號裡，請登入後收回。

done-support-given = 您的附議已計入。
done-support-taken = 您的附議已收回。
done-support-mailed = 確認連結會寄到這個地址；如果短時間內已寄過太多封，請稍後再試。點開連結並按下按鈕後，您的附議才會計入。
done-support-back-mailed = 收回用的連結會寄到這個地址；如果短時間內已寄過太多封，請稍後再試。點開連結並按下按鈕後，您的附議就會收回。

mail-support-subject = 請確認您的附議
mail-support-why = { $city }寫信給您，因為有人填了這個電子郵件地址，要附議一則由市民公開的建議。
mail-support-which =
    附議的建議：
    { $address }
mail-support-what = 請在{ $days }天內點開最後面「確認附議」的連結並按下按鈕，您的附議就會計入，電子郵件地址也會刪除。如果不是您本人，不用理會：不會計入，地址也會刪除。
mail-support-take-back =
    不論確認前後，要收回附議，請用這個連結：
    { $address }
mail-support-back-subject = 收回您的附議
mail-support-back-why = { $city }寫信給您，因為有人填了這個電子郵件地址，要收回對一則由市民公開的建議的附議。
mail-support-back-what = 請在{ $days }天內點開最後面「收回附議」的連結並按下按鈕。如果不是您本人，不用理會：附議不變，填的地址也會刪除。
mail-support-button = 確認附議
