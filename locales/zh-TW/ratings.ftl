# 對答覆評分，只有一次。

rate-title = 這次的答覆如何？
rate-lead = 您的案件{ $reference }已經答覆。您對市府的處理滿意嗎？
rate-legend = 您的滿意程度
rate-stars-5 = ★★★★★ 非常滿意
rate-stars-4 = ★★★★☆ 滿意
rate-stars-3 = ★★★☆☆ 普通
rate-stars-2 = ★★☆☆☆ 不滿意
rate-stars-1 = ★☆☆☆☆ 非常不滿意
rate-how = 要不要回答由您決定，最晚{ $until }，只能評一次。市府沒有人看得到哪件案件得了幾顆星，答覆的機關也看不到。評分只和至少另外九個人的一起算進當月的統計，統計做好後，星數就刪除。
rate-button = 送出評分
rate-done = 謝謝您，評分已經記下。
rate-before = 您已經評過分了，謝謝。這次沒有任何變更。
rate-given = 您給的是：{ $stars }
rate-after = 評分會算進這個月的統計，月份結束後公布。
rate-gone-title = 這個連結不能再評分了
rate-gone-text = 答覆可以評分到次月月底。可能是期限已過，也可能是連結不完整。用案號和查詢密碼仍然可以查看您的案件。
mail-answer-rate = 這次的答覆如何？最晚{ $until }，您可以用一到五顆星評分一次，機關看不到是誰評的：{ $address }
