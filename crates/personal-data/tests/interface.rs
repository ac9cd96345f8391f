//! The interface as others use it.

use personal_data::{Detector, Kind, Officials, Role, mask_all};

#[test]
fn ranges_count_characters_of_the_original() {
    let text = "😀請洽\u{200b}ｗａｎｇ＠ｅｘａｍｐｌｅ．ｔｗ，或0912-345-678";
    let found = Detector::new().find(text);
    let places: Vec<String> = found
        .iter()
        .map(|finding| {
            text.chars()
                .skip(finding.chars.start)
                .take(finding.chars.len())
                .collect()
        })
        .collect();
    assert_eq!(places, ["ｗａｎｇ＠ｅｘａｍｐｌｅ．ｔｗ", "0912-345-678"]);
    assert_eq!(
        found.iter().map(|finding| finding.kind).collect::<Vec<_>>(),
        [Kind::Email, Kind::Phone]
    );
    assert_eq!(
        mask_all(text, &found),
        "😀請洽\u{200b}ｗ***＠ｅｘａｍｐｌｅ．ｔｗ，或09**-***-*78"
    );
}

#[test]
fn a_name_field_holds_a_name() {
    let kind = |field: &str| {
        Detector::new()
            .find_name(field)
            .map(|finding| (finding.kind, finding.chars))
    };
    assert_eq!(kind("  小明 "), Some((Kind::Person, 2..4)));
    assert_eq!(kind("Bob"), Some((Kind::Person, 0..3)));
    assert_eq!(kind("me: a@example.tw"), Some((Kind::Email, 4..16)));
    assert_eq!(kind("12-34"), None);
    assert_eq!(kind(" "), None);
}

#[test]
fn official_contacts_are_no_findings() {
    let officials = Officials::new(["office@kcg.gov.tw", "07-336-8333", "王大明"]);
    let text = "請洽王大明先生 office@kcg.gov.tw 或 (07)3368333，不是 other@kcg.gov.tw";
    let found = Detector::new().officials(officials).find(text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].kind, Kind::Email);
    assert_eq!(Detector::new().find(text).len(), 4);
}

#[test]
fn public_roles_are_in_find_all_only() {
    let text = "請李部長說明";
    assert!(Detector::new().find(text).is_empty());
    let all = Detector::new().with_public_persons().find(text);
    assert_eq!((all.len(), all[0].role), (1, Role::Public));
}

#[test]
fn a_post_without_personal_data_has_no_findings() {
    for text in [
        "路燈又不亮了啦　就在覺民路跟大昌二路那個轉角，報修編號 KH-1130457 已經兩個禮拜了",
        "提醒長輩：自稱「健保署」叫你按9轉接的通通是詐騙！先掛斷再打165，市府的事問1999",
        "停車費從 NT$1,200 漲到 2,400，2024-05-19 起實施，版本 1.0.4.12",
        "Tip: dial 1999 and press 6 for English, and 0800-024-111 is the foreigners helpline.",
        "Parcel locker ate my box. Tracking 9074 5512 3380 6641, invoice number RB-30418827.",
        "我是高雄人，也是單親媽媽，謝謝老師和里長們",
    ] {
        assert_eq!(Detector::new().find(text), [], "{text}");
    }
}
