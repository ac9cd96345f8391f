//! The reasons for moderators' decisions that a new city begins with. What it keeps of them, and adds, is its own.

use super::reasons::For;

/// The one of them that says that a text is spam.
pub(super) const SPAM: &str = "廣告或垃圾訊息";
/// What a city begins with: Chinese, English, what for.
pub(super) const SHIPPED: [(&str, &str, &[For]); 17] = [
    (
        "公開他人的個人資料",
        "Somebody else's personal data in public",
        &[],
    ),
    ("人身攻擊或辱罵", "Personal attack or insult", &[]),
    ("仇恨或歧視", "Hatred or discrimination", &[]),
    (
        "威脅他人或鼓吹暴力",
        "Threat to somebody or call for violence",
        &[],
    ),
    (SPAM, "Advertising or spam", &[]),
    (
        "與討論主題無關",
        "Nothing to do with the topic",
        &[For::Reject, For::Hide, For::Warn],
    ),
    (
        "重複張貼相同內容",
        "The same content posted again and again",
        &[For::Reject, For::Hide, For::Warn, For::Silence],
    ),
    ("內容可能違法", "Content that may be unlawful", &[]),
    (
        "冒用他人或機關的身分",
        "Posing as somebody else or as an office",
        &[],
    ),
    (
        "不實且可能造成傷害的訊息",
        "Untrue statements that may do harm",
        &[For::Reject, For::Hide, For::Hold, For::Warn],
    ),
    (
        "需要再確認內容",
        "The content must be looked at once more",
        &[For::Hold],
    ),
    (
        "內容含有應遮蔽的個人資料",
        "Personal data in it that has to be masked",
        &[For::Mask],
    ),
    (
        "屬於另一個看板或主題",
        "Belongs to another board or topic",
        &[For::Move, For::Split],
    ),
    (
        "已有談同一件事的主題",
        "There is a topic about the same matter already",
        &[For::Merge],
    ),
    (
        "討論已經結束",
        "The discussion has come to its end",
        &[For::Lock],
    ),
    (
        "大家應該先看到",
        "Everybody should see it first",
        &[For::Pin],
    ),
    (
        "原來的決定有誤",
        "The decision was wrong",
        &[For::Restore, For::Undo, For::End],
    ),
];
